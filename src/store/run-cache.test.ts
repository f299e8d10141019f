import { expect, it, vi } from 'vitest'
import { RunCache } from './run-cache'

const open = (mostBytes: number) =>
  new RunCache<Float64Array>({ mostBytes, sizeOf: ({ byteLength }) => byteLength })
/** 800 bytes. */
const create = (): Float64Array => new Float64Array(100)

it('reads once, until the run is forgotten', () => {
  const cache = open(10_000)
  const read = vi.fn(create)
  const value = cache.get('a', 'step', read)
  expect(cache.get('a', 'step', read)).toBe(value)
  expect(cache.get('a', 'epoch', read)).not.toBe(value)
  cache.forget('b')
  expect(read).toHaveBeenCalledTimes(2)
  cache.forget('a')
  expect(cache.get('a', 'step', read)).not.toBe(value)
})

it('keeps those that were used last, in as much room as it has', () => {
  const cache = open(3 * 800)
  const read = vi.fn(create)
  for (const runId of ['a', 'b', 'c', 'a', 'd']) cache.get(runId, 'step', read)
  expect(read).toHaveBeenCalledTimes(4)
  cache.get('a', 'step', read)
  expect(read, 'a was used after b').toHaveBeenCalledTimes(4)
  cache.get('b', 'step', read)
  expect(read).toHaveBeenCalledTimes(5)
})

it('keeps nothing where nothing was read', () => {
  const cache = open(10_000)
  const read = vi.fn(() => null)
  expect(cache.get('a', 'step', read)).toBeNull()
  expect(cache.get('a', 'step', read)).toBeNull()
  expect(read).toHaveBeenCalledTimes(2)
})
