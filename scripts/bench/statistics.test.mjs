import { describe, expect, it } from 'vitest'
import { median, medianInterval, quantile } from './statistics.mjs'

describe('the statistics of benchmarks', () => {
  it('interpolate a quantile between neighbours, whatever the order', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(quantile([10, 0, 20, 30, 40], 0.25)).toBe(10)
  })

  it('bound a median by the ranks of Campbell and Gardner (BMJ 1988): 40 and 61 of 100, 10 and 21 of 30', () => {
    const ranks = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => i + 1)
    expect(medianInterval(ranks(100))).toEqual([40, 61])
    expect(medianInterval(ranks(30).reverse())).toEqual([10, 21])
  })
})
