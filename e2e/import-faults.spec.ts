/** Imports that something ends: the machine, the person, a folder that is too large. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { writeComparison } from '../scripts/bench/comparison-workspace'
import type { ExposedApp } from '../src/shared/contract/channels'
import type { RunRecord } from '../src/shared/run'
import { expect, test, type Started } from './app.fixture'
import { killTree } from './processes'

const CAPSULES = 8
const WEIGHT_BYTES = 30_000_000
const LOG_FOLDERS = 120
const POINTS = 2000

/** Capsules with large weights, and log folders of TensorBoard, of runs that another workspace has. */
function writeSources(folder: string): { capsules: string[]; logs: string } {
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere, { recursive: true })
  const ids = writeComparison(elsewhere, {
    runs: CAPSULES,
    points: POINTS,
    series: ['train/loss', 'train/accuracy']
  })
  const logs = join(folder, 'logs')
  const weights = randomBytes(WEIGHT_BYTES)
  const capsules = ids.map((id, index) => {
    const checkpoints = join(elsewhere, 'runs', id, 'checkpoints')
    mkdirSync(checkpoints)
    writeFileSync(join(checkpoints, 'checkpoint-1.bin'), weights)
    const path = join(folder, `run ${index + 1}.receptive`)
    exportRun(elsewhere, id, '--format', 'capsule', '--weights', '--to', path)
    return path
  })
  exportRun(elsewhere, ids[0] ?? '', '--format', 'tensorboard', '--to', join(logs, 'log-000'))
  multiplyLogs(logs)
  return { capsules, logs }
}

function exportRun(workspace: string, id: string, ...words: string[]): void {
  const program = resolve('out/main/cli.js')
  execFileSync(process.execPath, [program, 'export', id, ...words, '--workspace', workspace])
}

/** Each is another run: its file ends in a torn record of its own. */
function multiplyLogs(logs: string): void {
  const [name = ''] = readdirSync(join(logs, 'log-000', 'train'))
  const bytes = execFileSync('cat', [join(logs, 'log-000', 'train', name)], {
    maxBuffer: 100_000_000
  })
  for (let index = 1; index < LOG_FOLDERS; index++) {
    const folder = join(logs, `log-${String(index).padStart(3, '0')}`, 'train')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), Buffer.concat([bytes, Buffer.alloc(index, 7)]))
  }
}

async function importThroughDialog({ app, page }: Started, paths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
  }, paths)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Import runs')
  await page.keyboard.press('Enter')
}

function listRuns(page: Page): Promise<RunRecord[]> {
  return page.evaluate(async () => {
    const { call } = (window as unknown as { receptive: ExposedApp }).receptive
    return ((await call.listRuns?.(undefined)) as { output: RunRecord[] }).output
  })
}

/** How many points of the loss a run has, as the window is told. */
function countPoints(page: Page, runId: string): Promise<number> {
  return page.evaluate(async (id) => {
    const { call } = (window as unknown as { receptive: ExposedApp }).receptive
    const answer = (await call.getRunHistory?.({ runId: id })) as {
      output: { tables: { steps: Float64Array }[] }
    }
    return answer.output.tables[0]?.steps.length ?? 0
  }, runId)
}

/** Every run in the list is whole, every folder is in the list, and nothing else lies there. */
async function expectWhole({ page }: Started, runsFolder: string): Promise<RunRecord[]> {
  const runs = await listRuns(page)
  expect(readdirSync(runsFolder).sort()).toEqual(runs.map(({ id }) => id).sort())
  for (const { id, importedFrom } of runs) {
    expect(await countPoints(page, id)).toBe(POINTS)
    if (importedFrom?.endsWith('.receptive') !== true) continue
    const weights = join(runsFolder, id, 'checkpoints', 'checkpoint-1.bin')
    expect(statSync(weights).size).toBe(WEIGHT_BYTES)
  }
  return runs
}

test('an application that is killed during an import has whole runs or none, and takes the rest in again', async ({
  receptive
}) => {
  test.setTimeout(420_000)
  const { capsules, logs } = writeSources(receptive.userDataFolder)
  const runsFolder = join(receptive.userDataFolder, 'workspace', 'runs')
  const count = (pattern: RegExp) =>
    readdirSync(runsFolder).filter((name) => pattern.test(name)).length
  const moments: { what: string[]; when: () => boolean; afterMs: number }[] = [
    { what: capsules, when: () => count(/^\.import-/) > 0, afterMs: 0 },
    { what: capsules, when: () => count(/^\d/) >= 2, afterMs: 30 },
    { what: [logs], when: () => count(/^\d/) >= 5, afterMs: 0 },
    { what: [logs, ...capsules], when: () => count(/^\d/) >= 40, afterMs: 70 }
  ]
  let known = 0
  for (const { what, when, afterMs } of moments) {
    const started = await receptive.start()
    const before = await expectWhole(started, runsFolder)
    expect(before.length).toBeGreaterThanOrEqual(known)
    known = before.length
    await importThroughDialog(started, what)
    // Not in steps of an expectation: what is met lasts for milliseconds.
    while (!when()) await new Promise((done) => setTimeout(done, 1))
    await new Promise((done) => setTimeout(done, afterMs))
    killTree(started.app.process().pid ?? 0)
  }
  const last = await receptive.start()
  const left = await expectWhole(last, runsFolder)
  expect(left.length).toBeLessThan(CAPSULES + LOG_FOLDERS)
  await importThroughDialog(last, [logs, ...capsules])
  await expect
    .poll(async () => (await listRuns(last.page)).length, { timeout: 120_000 })
    .toBe(CAPSULES + LOG_FOLDERS)
  await expectWhole(last, runsFolder)
})

test('an import is cancelled in the window, and keeps the runs that it has taken in', async ({
  receptive
}) => {
  const { capsules, logs } = writeSources(receptive.userDataFolder)
  const started = await receptive.start()
  const { page } = started
  await importThroughDialog(started, [...capsules, logs])
  await expect(page.getByText('Importing runs…')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(
    page.getByText(/^The import was cancelled\. Imported (".+"|\d+ runs)\./)
  ).toBeVisible()
  const runsFolder = join(receptive.userDataFolder, 'workspace', 'runs')
  const kept = await expectWhole(started, runsFolder)
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.length).toBeLessThan(CAPSULES + LOG_FOLDERS)
})
