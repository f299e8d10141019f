import { beforeEach, expect, it, vi } from 'vitest'
import type { MetricRow } from './metric-recorder'
import { createStepReader, type StepReader } from './step-reader'
import { NOTHING_SUMMED } from './weighted-means'

let rows: MetricRow[]
let calls: number
let position: { sums: typeof NOTHING_SUMMED }
let reader: StepReader

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  rows = []
  calls = 0
  position = { sums: NOTHING_SUMMED }
  reader = createStepReader({
    recorder: {
      log(_scope, ...more) {
        calls++
        rows.push(...more)
      }
    },
    position,
    wanted: ['accuracy']
  })
  // The first one is read at once, so that a person sees a run begin.
  add(1)
  return () => vi.useRealTimers()
})

it('reads quick steps together, in their order', () => {
  for (let step = 2; step <= 8; step++) add(step)
  expect([rows.length, calls]).toEqual([1, 1])
  add(9)
  expect(rows.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(calls).toBe(2)
})

it('reads a slow step at its end', () => {
  vi.advanceTimersByTime(90)
  add(2)
  expect(rows).toHaveLength(2)
})

it('reads what waits when somebody looks', () => {
  add(2)
  reader.settle()
  expect(rows.map(({ step, elapsedMs }) => [step, elapsedMs])).toEqual([
    [1, 10],
    [2, 20]
  ])
  expect(position.sums).toMatchObject({ weight: 8, values: { loss: 12 } })
})

it('records the first loss that is no number, and nothing after it', () => {
  add(2)
  add(3, NaN)
  const after = add(4)
  reader.settle()
  expect(rows.map(({ step }) => step)).toEqual([1, 2, 3])
  expect(reader.diverged).toEqual({ step: 3, loss: NaN })
  // Read all the same: what it holds of the device is freed.
  expect(after.read).toHaveBeenCalledOnce()
})

it('frees what nobody will read', () => {
  const pending = add(2)
  reader.dispose()
  reader.settle()
  expect(pending.dispose).toHaveBeenCalledOnce()
  expect(rows).toHaveLength(1)
})

function add(step: number, loss = step) {
  const pending = { read: vi.fn(() => ({ loss, accuracy: 0.5 })), dispose: vi.fn() }
  reader.add({ step, elapsedMs: step * 10, weight: 4, pending })
  return pending
}
