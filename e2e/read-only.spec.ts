/** A workspace on a disk that is mounted for reading only: looked at and compared, and one sentence says why no more. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeComparison } from '../scripts/bench/comparison-workspace'
import { mountSmallDisk, NO_MOUNT, type SmallDisk } from '../src/trainer/testing-disk'
import { expect, test } from './app.fixture'
import { digitsFile } from './data/digits'
import { CompareCurves } from './pages/compare-curves'
import { isAlive } from './processes'

const series = ['train/loss', 'train/accuracy'] as const
let disk: SmallDisk | null = null
let workspace = ''
let ids: string[] = []

test.beforeEach(() => {
  disk = mountSmallDisk(20_000)
  if (!disk) return
  workspace = join(disk.folder, 'workspace')
  ids = writeComparison(workspace, { runs: 3, points: 200, series })
  // Not for this user, but for nobody: root is held up by no permission.
  disk.makeReadOnly()
})
test.afterEach(() => disk?.remove())

/** Folders of processes that have ended; others may look at another workspace at this moment. */
const listLeft = () =>
  readdirSync(tmpdir()).filter((name) => {
    const [, pid] = /^receptive-looking-(\d+)-[0-9a-f]{12}$/.exec(name) ?? []
    return pid !== undefined && !isAlive(Number(pid))
  })

function receptive(...words: string[]) {
  const program = resolve('out/main/cli.js')
  const all = [program, ...words, '--workspace', workspace]
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' })
  return { status, stdout, lines: stderr.trim().split('\n') }
}

const reason = () =>
  `The workspace ${workspace} cannot be written: it is on a disk that is read-only. Its runs can be looked at; to train, choose another folder with --workspace.`

test('the terminal lists, compares and exports its runs, and refuses in one sentence what would write', () => {
  test.skip(disk === null, NO_MOUNT)
  const [first = '', second = ''] = ids
  const listed = receptive('runs', '--json')
  const { runs } = JSON.parse(listed.stdout) as { runs: { id: string }[] }
  expect(runs.map(({ id }) => id)).toEqual([...ids].reverse())
  expect(listed.lines).toEqual([reason()])
  const compared = receptive('compare', first, second)
  expect([compared.status, compared.lines]).toEqual([0, [reason()]])
  expect(compared.stdout).toMatch(/train\/loss best +0\.\d+ +0\.\d+/)

  const csv = test.info().outputPath('run.csv')
  writeFileSync(csv, '')
  expect(receptive('export', first, '--format', 'csv', '--to', csv).status).toBe(0)
  expect(readFileSync(csv, 'utf8').split('\r\n')).toHaveLength(202)

  for (const words of [
    ['train', digitsFile],
    ['import', csv],
    ['datasets', 'download', 'mnist']
  ]) {
    expect(receptive(...words)).toEqual({
      status: 2,
      stdout: '',
      lines: [`receptive: ${reason()}`]
    })
  }
  expect(listLeft()).toEqual([])
})

test('the window shows and compares its runs, says why no more, and cannot mark or train', async ({
  receptive: application
}) => {
  test.skip(disk === null, NO_MOUNT)
  const args = [`--workspace=${workspace}`]
  const { app, page, workbench } = await application.start({ args })
  await expect(page.getByRole('alert').filter({ hasText: reason() })).toBeVisible()
  await expect(workbench.runs.getByRole('listitem')).toHaveCount(3)
  await workbench.run('run 2').click()
  await expect.poll(() => workbench.readChart('Loss')).toEqual({ points: 200, first: 1, last: 200 })

  await workbench.openRoom('Compare')
  const curves = new CompareCurves(page)
  await curves.addRun('run 1')
  await curves.addRun('run 3')
  await expect(curves.chart('Loss')).toHaveAccessibleName(/2 lines/)

  await workbench.waitUntilTrainerIsReady()
  await workbench.openRoom('Train')
  await workbench.chooseExperiment('mnist-cnn')
  await workbench.train()
  await expect(
    page.getByText(/The run cannot be stored in .*: it is on a disk that is read-only\./)
  ).toBeVisible()
  await expect(workbench.runs.getByRole('listitem')).toHaveCount(3)
  await app.close()
  expect(listLeft()).toEqual([])
})
