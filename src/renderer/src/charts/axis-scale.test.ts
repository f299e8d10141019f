import { describe, expect, it } from 'vitest'
import { createScale, findTicks, findTimeTicks, formatTick } from './axis-scale'

const labels = (ticks: readonly { label: string }[]): string[] => ticks.map(({ label }) => label)

describe('a scale', () => {
  it('leads to pixels and back, also logarithmically', () => {
    for (const isLog of [false, true]) {
      const scale = createScale([1, 1000], [50, 350], isLog)
      expect([scale.toPixel(1), scale.toPixel(1000)]).toEqual([50, 350])
      for (const value of [2, 30, 999])
        expect(scale.toValue(scale.toPixel(value))).toBeCloseTo(value, 9)
    }
    expect(createScale([1, 1000], [0, 300], true).toPixel(10)).toBeCloseTo(100, 9)
  })

  it('survives a range of one value', () => {
    expect(createScale([3, 3], [0, 100]).toPixel(3)).toBe(0)
  })
})

describe('ticks', () => {
  it('are round numbers with as many digits as tell them apart', () => {
    expect(labels(findTicks(createScale([0, 1], [0, 1]), 5))).toEqual([
      '0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
      '1.0'
    ])
    expect(labels(findTicks(createScale([0, 23_000], [0, 1]), 5))).toEqual([
      '0',
      '5,000',
      '10,000',
      '15,000',
      '20,000'
    ])
    expect(labels(findTicks(createScale([-0.02, 0.021], [0, 1]), 4))).toEqual([
      '−0.02',
      '0',
      '0.02'
    ])
  })

  it('are decades of a logarithmic axis, with more between where there is room', () => {
    expect(labels(findTicks(createScale([0.001, 10], [0, 1], true), 6))).toEqual([
      '0.001',
      '0.01',
      '0.1',
      '1',
      '10'
    ])
    expect(labels(findTicks(createScale([1, 100], [0, 1], true), 6))).toEqual([
      '1',
      '2',
      '5',
      '10',
      '20',
      '50',
      '100'
    ])
    expect(labels(findTicks(createScale([2, 5], [0, 1], true), 3))).toEqual(['2', '3', '4', '5'])
  })

  it('of time are round times', () => {
    expect(labels(findTimeTicks(createScale([0, 300], [0, 1]), 5))).toEqual([
      '0:00',
      '1:00',
      '2:00',
      '3:00',
      '4:00',
      '5:00'
    ])
  })

  it('are written short where they are very small', () => {
    expect(formatTick(0.000002, 0.000001)).toBe('2e-6')
  })
})
