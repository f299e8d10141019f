import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { MetricBatch } from '@shared/metrics'
import { toCsvCell } from '@shared/csv'
import { exportRun } from './export-run'
import type { RunStore } from './run-store'
import { createRun, createTemporaryFolder, createTemporaryWorkspace, openStore } from './testing'

/** A run of two steps and one epoch, whose loss diverged. */
function createRecordedRun(): { store: RunStore; runId: string; folder: string } {
  const { store } = openStore(createTemporaryWorkspace())
  const { id: runId } = createRun(store)
  const batch = (
    seq: number,
    scope: MetricBatch['scope'],
    steps: number[],
    columns: Record<string, number[]>
  ): MetricBatch => ({
    runId,
    seq,
    scope,
    steps: Float64Array.from(steps),
    elapsedMs: Float64Array.from(steps, (step) => step * 10.5),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)])
    )
  })
  store.appendMetrics(batch(1, 'step', [1, 2], { 'train/loss': [0.5, Infinity] }))
  store.appendMetrics(
    batch(2, 'epoch', [2], {
      'train/loss': [0.25],
      'validation/accuracy': [0.125],
      'test/loss': [NaN]
    })
  )
  return { store, runId, folder: createTemporaryFolder() }
}

it('a run as CSV holds all series, and a name that is no formula', async () => {
  const { store, runId, folder } = createRecordedRun()
  store.renameRun(runId, '=HYPERLINK("http://x"), "y"')
  const path = join(folder, 'run.csv')
  await exportRun(store, { runId, format: 'csv', path, writtenBy: 'Receptive' })
  const name = '"\'=HYPERLINK(""http://x""), ""y"""'
  expect(readFileSync(path, 'utf8').split('\r\n')).toEqual([
    'run,scope,step,elapsed_ms,train/loss,validation/accuracy,test/loss',
    `${name},step,1,10.5,0.5,,`,
    `${name},step,2,21,Infinity,,`,
    `${name},epoch,2,21,0.25,0.125,`,
    ''
  ])
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'the cell %j is shown as text by a spreadsheet',
  (text) => {
    expect(toCsvCell(text).replace(/^"/, '').startsWith("'")).toBe(true)
  }
)

it('a run as JSON holds its record, its experiment and every value', async () => {
  const { store, runId, folder } = createRecordedRun()
  const path = join(folder, 'run.json')
  await exportRun(store, { runId, format: 'json', path, writtenBy: 'Receptive' })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    format: 'receptive-run',
    version: 1,
    record: store.getRun(runId),
    experiment: store.getExperiment(runId),
    environment: { tensorflowVersion: '2.21.0' },
    events: [],
    series: [
      {
        scope: 'step',
        steps: [1, 2],
        elapsedMs: [10.5, 21],
        columns: { 'train/loss': [0.5, 'Infinity'] }
      },
      {
        scope: 'epoch',
        steps: [2],
        elapsedMs: [21],
        columns: { 'train/loss': [0.25], 'validation/accuracy': [0.125], 'test/loss': [null] }
      }
    ]
  })
})

it('a place that cannot be written is named, and nothing is left there', async () => {
  const { store, runId, folder } = createRecordedRun()
  for (const format of ['capsule', 'csv', 'json'] as const) {
    const path = join(folder, 'gone', 'run')
    await expect(exportRun(store, { runId, format, path, writtenBy: 'Receptive' })).rejects.toThrow(
      /gone.run cannot be written: it does not exist/
    )
  }
})
