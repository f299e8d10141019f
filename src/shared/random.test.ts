import { describe, expect, it } from 'vitest'
import { computePermutation, createRandomStream } from './random'

describe('createRandomStream', () => {
  it('repeats itself for the same seed and name, and differs for another seed or name', () => {
    const draw = (seed: number, name: string) => {
      const stream = createRandomStream(seed, name)
      return [stream.nextUint32(), stream.nextUint32(), stream.nextUint32()]
    }
    expect(draw(1, 'order')).toEqual(draw(1, 'order'))
    expect(draw(2, 'order')).not.toEqual(draw(1, 'order'))
    expect(draw(1, 'samples')).not.toEqual(draw(1, 'order'))
  })

  it('fills [0, 1) evenly', () => {
    const stream = createRandomStream(7, 'uniform')
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) {
      const bin = Math.floor(stream.nextFloat() * 10)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    // Chi-squared with 9 degrees of freedom: 27.9 is its 99.9 % point.
    const chiSquared = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquared).toBeLessThan(27.9)
  })
})

describe('computePermutation', () => {
  it('holds every index once', () => {
    const order = computePermutation(1000, createRandomStream(3, 'order'))
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })

  it('puts each index in each place equally often', () => {
    const firsts = new Array<number>(5).fill(0)
    for (let seed = 0; seed < 5000; seed++) {
      const first = computePermutation(5, createRandomStream(seed, 'order'))[0] as number
      firsts[first] = (firsts[first] ?? 0) + 1
    }
    // Chi-squared with 4 degrees of freedom: 18.5 is its 99.9 % point.
    const chiSquared = firsts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chiSquared).toBeLessThan(18.5)
  })
})
