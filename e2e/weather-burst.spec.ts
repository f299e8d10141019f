import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeMetricLog } from '../src/shared/metric-log'
import { expect, test } from './app.fixture'
import { createBurstApplication, type BurstApplication } from './burst-application'
import { digitsWith } from './data/digits'
import { findTrainer, readResidentBytes } from './processes'

/** The run records a thousand rows for each of its epochs, ten thousand a second, two values in each. */
const EPOCHS = 100
const ROWS = EPOCHS * 1000
const MEGABYTE = 2 ** 20

let burst: BurstApplication
test.beforeAll(async () => {
  burst = await createBurstApplication()
})
test.afterAll(() => burst.remove())

test('ten thousand rows a second are all kept, and neither window nor main falls behind', async ({
  receptive
}) => {
  const { app, page, workbench } = await receptive.start({ application: burst.folder })
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropText({ name: 'burst.json', text: digitsWith({ epochs: EPOCHS }) })
  const trainer = findTrainer(receptive.userDataFolder)
  await workbench.train()
  await workbench.waitForSteps(1000)
  const main = await app.evaluate(() => process.pid)
  const before = [main, trainer].map(readResidentBytes)

  const delays: number[] = []
  while (!/finished/.test((await workbench.run('digits').textContent()) ?? '')) {
    delays.push(
      await measure(() => page.evaluate(() => new Promise(requestAnimationFrame))),
      await measure(() => app.evaluate(() => 1))
    )
  }
  const grown = [main, trainer].map((pid, index) => readResidentBytes(pid) - (before[index] ?? 0))
  const [id = ''] = readdirSync(join(receptive.userDataFolder, 'workspace', 'runs'))

  const log = decodeMetricLog(readLog(receptive.userDataFolder, id), id)
  expect(log.problem).toBeNull()
  expect(log.batches.flatMap(({ steps }) => [...steps])).toEqual(countTo(ROWS))
  const elapsedMs = log.batches.at(-1)?.elapsedMs.at(-1) ?? Infinity
  expect(ROWS / elapsedMs, 'rows a millisecond').toBeGreaterThan(8)

  expect(await page.evaluate(countStored, id)).toEqual({ rows: ROWS, losses: ROWS })
  await expect.poll(async () => (await workbench.readChart('Loss')).points).toBe(ROWS)

  delays.sort((one, other) => one - other)
  expect(delays.length).toBeGreaterThan(20)
  expect(delays[Math.floor(delays.length / 2)], 'median delay in ms').toBeLessThan(200)
  expect(delays.at(-1), 'longest delay in ms').toBeLessThan(2000)
  // Ten seconds of it are 3 MB of numbers; what grows beyond that is a queue.
  expect(Math.max(...grown)).toBeLessThan(200 * MEGABYTE)
})

async function measure(ask: () => Promise<unknown>): Promise<number> {
  const askedAt = performance.now()
  await ask()
  return performance.now() - askedAt
}

function readLog(userDataFolder: string, id: string): Uint8Array {
  return new Uint8Array(readFileSync(join(userDataFolder, 'workspace', 'runs', id, 'metrics.log')))
}

/** Runs in the page: what the index gives back of the run, counted there rather than sent here. */
async function countStored(runId: string): Promise<{ rows: number; losses: number }> {
  interface Answer {
    output: {
      tables: { scope: string; steps: Float64Array; columns: Record<string, Float64Array> }[]
    }
  }
  const { receptive } = window as unknown as {
    receptive: { call: { getRunHistory(input: { runId: string }): Promise<Answer> } }
  }
  const { output } = await receptive.call.getRunHistory({ runId })
  const table = output.tables.find(({ scope }) => scope === 'step')
  const losses = table?.columns['train/loss']?.filter((value) => value > 0)
  return { rows: table?.steps.length ?? 0, losses: losses?.length ?? 0 }
}

function countTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}
