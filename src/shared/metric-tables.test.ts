import { describe, expect, it } from 'vitest'
import { appendToTables, mergeBatches } from './metric-tables'
import type { MetricBatch } from './metrics'

describe('mergeBatches', () => {
  it('puts the rows of each scope in one table, in order', () => {
    const tables = mergeBatches([
      createBatch('step', [1, 2], { 'train/loss': [3, 2] }),
      createBatch('epoch', [2], { 'train/loss': [2.5], 'validation/loss': [2.4] }),
      createBatch('step', [3], { 'train/loss': [1] })
    ])
    expect(tables.map((table) => [table.scope, [...table.steps]])).toEqual([
      ['step', [1, 2, 3]],
      ['epoch', [2]]
    ])
    expect(tables[0]?.columns['train/loss']).toEqual(Float64Array.of(3, 2, 1))
    expect(tables[1]?.columns['validation/loss']).toEqual(Float64Array.of(2.4))
  })

  it('gives no table to a scope without rows', () => {
    expect(mergeBatches([])).toEqual([])
  })
})

describe('appendToTables', () => {
  it('continues tables and leaves a column NaN where it was not computed', () => {
    const before = mergeBatches([createBatch('step', [1], { 'train/loss': [3] })])
    const [table] = appendToTables(before, [
      createBatch('step', [2], { 'train/loss': [2], 'train/accuracy': [0.5] })
    ])
    expect(table?.columns).toEqual({
      'train/loss': Float64Array.of(3, 2),
      'train/accuracy': Float64Array.of(NaN, 0.5)
    })
    expect(before[0]?.steps).toEqual(Float64Array.of(1))
  })
})

function createBatch(
  scope: MetricBatch['scope'],
  steps: readonly number[],
  columns: Partial<Record<keyof MetricBatch['columns'], readonly number[]>>
): MetricBatch {
  return {
    runId: 'run',
    seq: 1,
    scope,
    steps: Float64Array.from(steps),
    elapsedMs: Float64Array.from(steps),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values ?? [])])
    )
  }
}
