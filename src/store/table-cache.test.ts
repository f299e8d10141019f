import { expect, it, vi } from 'vitest'
import type { MetricTable } from '@shared/metrics'
import { TableCache } from './table-cache'

/** 2,400 bytes. */
function createTable(): MetricTable {
  const column = new Float64Array(100)
  return { scope: 'step', steps: column, elapsedMs: column, columns: { 'train/loss': column } }
}

it('reads a table once, until its run is forgotten', () => {
  const cache = new TableCache(10_000)
  const read = vi.fn(createTable)
  const table = cache.get('a', 'step', read)
  expect(cache.get('a', 'step', read)).toBe(table)
  expect(cache.get('a', 'epoch', read)).not.toBe(table)
  cache.forget('b')
  expect(read).toHaveBeenCalledTimes(2)
  cache.forget('a')
  expect(cache.get('a', 'step', read)).not.toBe(table)
})

it('keeps those that were used last, in as much room as it has', () => {
  const cache = new TableCache(3 * 2400)
  const read = vi.fn(createTable)
  for (const runId of ['a', 'b', 'c', 'a', 'd']) cache.get(runId, 'step', read)
  expect(read).toHaveBeenCalledTimes(4)
  cache.get('a', 'step', read)
  expect(read, 'a was used after b').toHaveBeenCalledTimes(4)
  cache.get('b', 'step', read)
  expect(read).toHaveBeenCalledTimes(5)
})

it('keeps nothing of a run without a table', () => {
  const cache = new TableCache(10_000)
  const read = vi.fn(() => null)
  expect(cache.get('a', 'step', read)).toBeNull()
  expect(cache.get('a', 'step', read)).toBeNull()
  expect(read).toHaveBeenCalledTimes(2)
})
