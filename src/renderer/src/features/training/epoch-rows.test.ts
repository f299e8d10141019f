import { expect, it } from 'vitest'
import { createRunMetrics } from '../../stores/run-metrics'
import { computeEpochTable } from './epoch-rows'

it('marks the least loss and the greatest accuracy, and leaves what is not there blank', () => {
  const run = createRunMetrics('run-1')
  const steps = Float64Array.of(63, 126, 189)
  run.take({
    runId: 'run-1',
    seq: 1,
    scope: 'epoch',
    steps,
    elapsedMs: Float64Array.of(5000, 10_000, 75_000),
    columns: {
      'train/accuracy': Float64Array.of(0.5, 0.7, 0.8),
      'validation/loss': Float64Array.of(1.2, 0.9, 1.1)
    }
  })
  const { columns, rows } = computeEpochTable(run)
  expect(columns.map(({ label }) => label)).toEqual(['train accuracy', 'validation loss'])
  expect(rows.map(({ cells }) => cells.map(({ isBest }) => isBest))).toEqual([
    [false, false],
    [false, true],
    [true, false]
  ])
  expect(rows[2]).toMatchObject({ epoch: 3, step: 189, elapsed: '1:15' })
})
