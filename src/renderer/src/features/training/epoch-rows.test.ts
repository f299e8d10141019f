import { expect, it } from 'vitest'
import { createLineage } from '../../charts/lineage'
import { createRun } from '../../fixtures/test-app'
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
  const { columns, rows } = computeEpochTable(createLineage([createRun()], () => run))
  expect(columns.map(({ label }) => label)).toEqual(['train accuracy', 'validation loss'])
  expect(rows.map(({ cells }) => cells.map(({ isBest }) => isBest))).toEqual([
    [false, false],
    [false, true],
    [true, false]
  ])
  expect(rows[2]).toMatchObject({ epoch: 3, step: 189, elapsed: '1:15' })
})

it('counts on where a run goes on from another one, and leaves blank what the parent did not measure', () => {
  const parent = createRun({ id: 'parent' })
  const child = createRun({
    id: 'child',
    origin: { runId: 'parent', step: 126, epochsDone: 2 }
  })
  const parentMetrics = createRunMetrics('parent')
  parentMetrics.take({
    runId: 'parent',
    seq: 1,
    scope: 'epoch',
    steps: Float64Array.of(63, 126, 189),
    elapsedMs: Float64Array.of(5000, 10_000, 15_000),
    columns: { 'train/loss': Float64Array.of(2, 1.5, 0.1) }
  })
  const childMetrics = createRunMetrics('child')
  childMetrics.take({
    runId: 'child',
    seq: 1,
    scope: 'epoch',
    steps: Float64Array.of(176, 226),
    elapsedMs: Float64Array.of(4000, 8000),
    columns: { 'train/loss': Float64Array.of(1.2, 1), 'validation/loss': Float64Array.of(1.4, 1.3) }
  })
  const table = computeEpochTable(
    createLineage([parent, child], (id) => (id === 'child' ? childMetrics : parentMetrics))
  )
  expect(table.rows.map(({ epoch, step, elapsed }) => [epoch, step, elapsed])).toEqual([
    [1, 63, '0:05'],
    [2, 126, '0:10'],
    [3, 176, '0:14'],
    [4, 226, '0:18']
  ])
  expect(table.rows.map(({ cells }) => cells.map(({ text, isBest }) => [text, isBest]))).toEqual([
    [
      ['2.0000', false],
      ['–', false]
    ],
    [
      ['1.5000', false],
      ['–', false]
    ],
    [
      ['1.2000', false],
      ['1.4000', false]
    ],
    [
      ['1.0000', true],
      ['1.3000', true]
    ]
  ])
})
