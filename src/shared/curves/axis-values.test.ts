import { describe, expect, it } from 'vitest'
import { countBelow, createEpochScale, createExampleScale, lookUp } from './axis-values'

describe('the place of a step among the epochs', () => {
  const place = createEpochScale({
    ends: Float64Array.of(10, 20, 32),
    epochsBefore: 0,
    firstStep: 0
  })

  it.each([
    [0, 0],
    [5, 0.5],
    [10, 1],
    [20, 2],
    [26, 2.5],
    [32, 3],
    [38, 3.5]
  ])('step %i is at %f', (step, epoch) => expect(place(step)).toBeCloseTo(epoch, 12))

  it('counts on from the run before, also from within one of its epochs', () => {
    const child = createEpochScale({
      ends: Float64Array.of(40, 50),
      epochsBefore: 3,
      firstStep: 36
    })
    expect(child(40)).toBe(4)
    expect(child(36)).toBeCloseTo(3.6, 12)
  })

  it('is unknown while no epoch is whole', () => {
    expect(
      createEpochScale({ ends: new Float64Array(), epochsBefore: 0, firstStep: 0 })(3)
    ).toBeNaN()
  })
})

it('examples are counted with the batch size of each run of a lineage', () => {
  const count = createExampleScale([
    { firstStep: 0, batchSize: 32 },
    { firstStep: 100, batchSize: 64 }
  ])
  expect([count(50), count(100), count(150)]).toEqual([1600, 3200, 6400])
})

it('finds the value of another series at the same step', () => {
  const other = { steps: Float64Array.of(2, 4, 6), values: Float64Array.of(20, 40, 60) }
  expect([...lookUp(Float64Array.of(1, 2, 3, 6, 7), other)]).toEqual([NaN, 20, NaN, 60, NaN])
})

it('counts what is below a limit', () => {
  const row = [1, 3, 3, 5]
  expect([0, 1, 3, 4, 9].map((limit) => countBelow(row, limit))).toEqual([0, 0, 1, 3, 4])
})
