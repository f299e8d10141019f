import { describe, expect, it } from 'vitest'
import { countColumns, createFrame, findYRange, type YRangeOptions } from './curve-frame'

const options: YRangeOptions = {
  curves: [{ x: Float64Array.of(1, 2, 3, 4), y: Float64Array.of(0.5, 1.5, NaN, Infinity) }],
  xRange: [0, 10],
  isLogY: false,
  ignoresOutliers: false,
  bounds: [0, null]
}

describe('what a vertical axis spans', () => {
  it('is the values in sight with a little room, NaN and infinity left out', () => {
    expect(findYRange(options)).toEqual([0.45, 1.55])
    expect(findYRange({ ...options, xRange: [2, 10] })).toEqual([1.425, 1.575])
  })

  it('goes no further than the metric can, unless a value does', () => {
    const curves = [{ x: Float64Array.of(1, 2), y: Float64Array.of(0.01, 1) }]
    expect(findYRange({ ...options, curves, bounds: [0, 1] })).toEqual([0, 1])
    const above = [{ x: Float64Array.of(1, 2), y: Float64Array.of(0, 1.2) }]
    expect(findYRange({ ...options, curves: above, bounds: [0, 1] })[1]).toBeCloseTo(1.2, 12)
  })

  it('leaves out the few values far from all others when it is told to', () => {
    const y = Float64Array.from({ length: 1000 }, (_, row) => (row === 500 ? 1e6 : 1 + row / 1000))
    const curves = [{ x: Float64Array.from(y.keys()), y }]
    const all = { ...options, curves, xRange: [0, 1000] as const }
    expect(findYRange(all)[1]).toBeGreaterThan(1e6)
    expect(findYRange({ ...all, ignoresOutliers: true })[1]).toBeLessThan(2.1)
  })

  it('is above zero where it is logarithmic', () => {
    const curves = [{ x: Float64Array.of(1, 2, 3), y: Float64Array.of(-1, 0.01, 1) }]
    const [from, to] = findYRange({ ...options, curves, isLogY: true })
    expect(from).toBeCloseTo(0.01 / 100 ** 0.05, 12)
    expect(to).toBeCloseTo(100 ** 0.05, 12)
  })

  it('is something where there is nothing, and where all values are one', () => {
    expect(findYRange({ ...options, curves: [] })).toEqual([0, 1])
    const [from, to] = findYRange({
      ...options,
      curves: [{ x: Float64Array.of(1), y: Float64Array.of(0) }]
    })
    expect(from).toBeLessThan(to)
  })
})

it('the plot is as wide as the columns that are asked for', () => {
  const frame = createFrame({
    width: 500,
    height: 300,
    xRange: [0, 100],
    yRange: [0, 1],
    isLogX: false,
    isLogY: false,
    isTime: false,
    xTitle: 'step'
  })
  expect(frame.plot.width).toBe(countColumns(500))
  expect(frame.x.toPixel(100)).toBeCloseTo(frame.plot.left + frame.plot.width, 6)
  expect(frame.y.toPixel(1)).toBeCloseTo(frame.plot.top, 6)
})
