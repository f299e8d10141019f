import { describe, expect, it } from 'vitest'
import { createSmoother } from './smooth'

describe('smoothing', () => {
  it('leaves a level curve level from its first value on', () => {
    const smoothed = createSmoother(0.9).extend(Float64Array.of(3, 3, 3, 3))
    for (const value of smoothed) expect(value).toBeCloseTo(3, 12)
  })

  it('weighs the past as it says: (0.5*1 + 1*3) / 1.5 after two values at weight 0.5', () => {
    const smoothed = createSmoother(0.5).extend(Float64Array.of(1, 3))
    expect(smoothed[1]).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12)
  })

  it('gives the same values in pieces as in one go', () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => Math.sin(index))
    const inPieces = createSmoother(0.9)
    for (const end of [1, 7, 300, 1000]) inPieces.extend(values.subarray(0, end))
    expect(inPieces.extend(values)).toEqual(createSmoother(0.9).extend(values))
  })

  it('leaves a gap a gap and goes on behind it', () => {
    const smoothed = createSmoother(0.9).extend(Float64Array.of(2, NaN, 2))
    expect(smoothed[1]).toBeNaN()
    expect(smoothed[2]).toBeCloseTo(2, 12)
  })
})
