/** The way of five runs: chosen in the table, overlaid, zoomed, taken along in every form, read back, archived, restored. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { varyAsInUse, writeComparison } from '../scripts/bench/comparison-workspace'
import { answerFolderDialog, expect, test } from './app.fixture'
import { CompareCurves } from './pages/compare-curves'
import { RunsRoom } from './pages/runs-room'

const POINTS = 400
const forms = [
  ['Run capsule…', '.receptive'],
  ['TensorBoard event files…', ''],
  ['CSV…', '.csv'],
  ['JSON…', '.json']
] as const
const names = [1, 2, 3, 4, 5].map((number) => `digits-cnn ${number}`)

test('five runs are chosen, overlaid, zoomed, exported in each form and read back, archived and restored', async ({
  receptive
}) => {
  const workspace = join(receptive.userDataFolder, 'here')
  const folder = join(receptive.userDataFolder, 'out')
  mkdirSync(workspace)
  mkdirSync(folder)
  writeComparison(workspace, {
    runs: 8,
    points: POINTS,
    series: ['train/loss'],
    vary: varyAsInUse,
    hasEpochs: true
  })
  const { app, page, workbench } = await receptive.start({ args: [`--workspace=${workspace}`] })
  await workbench.openRoom('Runs')
  const room = new RunsRoom(page)
  await expect(room.count).toHaveText('8')

  await test.step('chosen by mouse, and overlaid', async () => {
    await room.row('digits-cnn 5').click()
    await room.row('digits-cnn 1').click({ modifiers: ['Shift'] })
    await expect(room.bar).toContainText('5 runs marked')
    await room.bar.getByRole('button', { name: 'Compare' }).click()
    const curves = new CompareCurves(page)
    await expect(curves.chart('Loss')).toHaveAccessibleName(/^Loss over step, 10 lines/)
    await expect(
      page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem')
    ).toHaveCount(5)
    await expect.poll(() => curves.readInk('Loss')).toBeGreaterThan(0.02)
  })

  await test.step('zoomed, every extreme kept', async () => {
    const curves = new CompareCurves(page)
    await curves.drag('Loss', [0.5, 0.3], [0.7, 0.32])
    await expect(curves.showAll).toBeEnabled()
    await curves.chart('Loss').focus()
    await page.keyboard.press('Home')
    await expect.poll(() => curves.readPlace()).toBeGreaterThan(POINTS / 4)
    await curves.showAll.click()
    await expect(curves.showAll).toBeDisabled()
  })

  await test.step('taken along in each form, and read back', async () => {
    await workbench.openRoom('Runs')
    await room.row('digits-cnn 5').click()
    await room.row('digits-cnn 1').click({ modifiers: ['Shift'] })
    await answerFolderDialog(app, folder)
    for (const [form, ending] of forms) {
      await room.bar.getByRole('button', { name: 'Export…' }).click()
      await page.getByRole('menuitem', { name: form, exact: true }).click()
      const files = names.map((name) => name + ending)
      await expect
        .poll(() => readdirSync(folder).filter((name) => files.includes(name)))
        .toHaveLength(5)
      await expect(page.getByText('Exported 5 runs to out.').first()).toBeVisible()
    }
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
    for (const name of names) {
      const rows = read(`${name}.csv`).trim().split(/\r?\n/)
      expect(rows.filter((row) => row.startsWith(`${name},step,`))).toHaveLength(POINTS)
      expect(JSON.parse(read(`${name}.json`))).toMatchObject({ record: { name } })
    }
    const there = join(receptive.userDataFolder, 'there')
    const asFiles = [...names.map((name) => `${name}.receptive`), ...names]
    importThere(
      there,
      asFiles.map((file) => join(folder, file))
    )
    const runs = listThere(there)
    expect(runs.map(({ name }) => name).sort()).toEqual(
      [...names, ...names.map((name) => `${name} 2`)].sort()
    )
    expect(runs.every(({ stepsDone }) => stepsDone === POINTS)).toBe(true)
  })

  await test.step('archived at once, and restored', async () => {
    await room.table.focus()
    await page.keyboard.press('Delete')
    await expect(room.count).toHaveText('3')
    await room.show('Archive')
    await expect(room.count).toHaveText('5')
    await room.table.focus()
    await page.keyboard.press('Control+a')
    await room.bar.getByRole('button', { name: 'Restore' }).click()
    await room.show('Runs')
    await expect(room.count).toHaveText('8')
  })
})

function receive(...words: string[]): string {
  return execFileSync(process.execPath, [resolve('out/main/cli.js'), ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

function importThere(workspace: string, files: readonly string[]): void {
  receive('import', ...files, `--workspace=${workspace}`)
}

function listThere(workspace: string): { name: string; stepsDone: number }[] {
  const { runs } = JSON.parse(receive('runs', '--json', `--workspace=${workspace}`)) as {
    runs: { name: string; stepsDone: number }[]
  }
  return runs
}
