import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import reference from './fixtures/reference-scores.json'
import {
  computeDifference,
  countPictures,
  pairedDifferenceInterval,
  summarizeSpread,
  testMcNemar,
  wilsonInterval,
  type PairedCounts
} from './noise'
import { chiSquareTail, fairCoinTail } from './tails'

const countsArbitrary: fc.Arbitrary<PairedCounts> = fc.record({
  bothRight: fc.nat(20_000),
  onlyFirst: fc.nat(3000),
  onlySecond: fc.nat(3000),
  bothWrong: fc.nat(20_000)
})
const swap = (counts: PairedCounts): PairedCounts => ({
  ...counts,
  onlyFirst: counts.onlySecond,
  onlySecond: counts.onlyFirst
})

describe("Wilson's interval", () => {
  it.each(reference.wilson)('of $right of $all is what statsmodels computes', (one) => {
    const { low, high } = wilsonInterval(one.right, one.all)
    expect(low).toBeCloseTo(one.low, 12)
    expect(high).toBeCloseTo(one.high, 12)
  })

  it('holds the share, and lies between 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(50_000), fc.nat(50_000), (right, wrong) => {
        fc.pre(right + wrong > 0)
        const { low, high } = wilsonInterval(right, right + wrong)
        const share = right / (right + wrong)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(share)
        expect(high).toBeGreaterThanOrEqual(share)
      })
    )
  })

  it('knows nothing without pictures', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
  })
})

describe("McNemar's test", () => {
  it.each(reference.paired)(
    'of $onlyFirst against $onlySecond is what statsmodels computes',
    (one) => {
      const { method, pValue } = testMcNemar(one)
      expect(method).toBe(one.method)
      expect(Math.abs(pValue - one.pValue)).toBeLessThanOrEqual(one.pValue * 1e-8)
    }
  )

  it('says the same whichever of the two comes first, and is a chance', () => {
    fc.assert(
      fc.property(countsArbitrary, (counts) => {
        const { pValue } = testMcNemar(counts)
        expect(pValue).toBe(testMcNemar(swap(counts)).pValue)
        expect(pValue).toBeGreaterThanOrEqual(0)
        expect(pValue).toBeLessThanOrEqual(1)
      })
    )
  })

  it('is no evidence where both are right on the same pictures', () => {
    const counts = { bothRight: 90, onlyFirst: 0, onlySecond: 0, bothWrong: 10 }
    expect(testMcNemar(counts)).toEqual({ method: 'exact', pValue: 1 })
  })
})

describe('the interval of the difference', () => {
  it.each(reference.paired)(
    'of $onlyFirst against $onlySecond is what statsmodels computes',
    (one) => {
      const { low, high } = pairedDifferenceInterval(one)
      expect(low).toBeCloseTo(Math.max(-1, one.low), 12)
      expect(high).toBeCloseTo(Math.min(1, one.high), 12)
    }
  )

  it('turns its sign with the order of the two, and stays within -1 and 1', () => {
    fc.assert(
      fc.property(countsArbitrary, (counts) => {
        fc.pre(countPictures(counts) > 0)
        const [one, other] = [counts, swap(counts)].map(pairedDifferenceInterval)
        expect(one?.low).toBeCloseTo(-(other?.high ?? NaN), 12)
        expect(one?.low).toBeGreaterThanOrEqual(-1)
        expect(one?.high).toBeLessThanOrEqual(1)
        expect(computeDifference(counts)).toBeCloseTo(-computeDifference(swap(counts)), 12)
      })
    )
  })

  it('is not without width where no picture differs', () => {
    const interval = pairedDifferenceInterval({
      bothRight: 300,
      onlyFirst: 0,
      onlySecond: 0,
      bothWrong: 60
    })
    expect(interval.high).toBeGreaterThan(0.004)
    expect(interval.low).toBeCloseTo(-interval.high, 12)
  })
})

describe('the tails', () => {
  it.each(reference.chiSquareTail)("of chi-square above $value is SciPy's", ({ value, tail }) => {
    expect(Math.abs(chiSquareTail(value) - tail)).toBeLessThanOrEqual(Math.max(1e-15, tail * 1e-9))
  })

  it('of a fair coin add up to everything', () => {
    expect(fairCoinTail(24, 24)).toBeCloseTo(1, 12)
    expect(fairCoinTail(0, 3)).toBeCloseTo(0.125, 15)
  })
})

describe('the spread over seeds', () => {
  it.each(reference.spreads)("of $values is NumPy's", ({ values, mean, deviation }) => {
    const spread = summarizeSpread(values)
    expect(spread?.mean).toBeCloseTo(mean, 12)
    expect(spread?.deviation).toBeCloseTo(deviation, 12)
  })

  it('has no deviation for one value, and leaves out what is no number', () => {
    expect(summarizeSpread([0.5, NaN])).toEqual({ count: 1, mean: 0.5, deviation: null })
    expect(summarizeSpread([NaN])).toBeNull()
  })
})
