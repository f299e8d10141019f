import { describe, expect, it } from 'vitest'
import { decimate } from './decimate'

const LENGTH = 100_000
const x = Float64Array.from({ length: LENGTH }, (_, index) => index + 1)
const wave = Float64Array.from(x, (value) => Math.sin(value / 5000))

describe('decimate', () => {
  it('leaves a curve that the pixels can show as it is', () => {
    const points = decimate({ x: [1, 2, 3], y: [5, 6, 7], columns: 400 })
    expect(points).toEqual([
      { x: 1, y: 5 },
      { x: 2, y: 6 },
      { x: 3, y: 7 }
    ])
  })

  it('keeps about two points a pixel column', () => {
    const points = decimate({ x, y: wave, columns: 400 })
    expect(points.length).toBeGreaterThan(400)
    expect(points.length).toBeLessThanOrEqual(2 * 400 + 2)
  })

  it('keeps a spike of a single step', () => {
    const y = wave.slice()
    y[54_321] = 100
    expect(decimate({ x, y, columns: 400 })).toContainEqual({ x: 54_322, y: 100 })
  })

  it('keeps a gap of a single step, and draws infinity as a gap', () => {
    const y = wave.slice()
    y[20_000] = NaN
    y[70_000] = Infinity
    const gaps = decimate({ x, y, columns: 400 }).filter((point) => Number.isNaN(point.y))
    expect(gaps.map((gap) => gap.x)).toEqual([20_001, 70_001])
  })

  it('keeps the first and the last point and the order', () => {
    const points = decimate({ x, y: wave, columns: 100 })
    expect(points[0]).toEqual({ x: 1, y: wave[0] })
    expect(points.at(-1)).toEqual({ x: LENGTH, y: wave[LENGTH - 1] })
    expect(
      points.every((point, index) => index === 0 || point.x > (points[index - 1]?.x ?? 0))
    ).toBe(true)
  })

  it('keeps one point a column of a running average', () => {
    const points = decimate({ x, y: wave, columns: 200, keep: 'newest' })
    expect(points.length).toBeLessThanOrEqual(200 + 1)
  })

  it('thins a million steps within a few frames', () => {
    const million = Float64Array.from({ length: 1_000_000 }, (_, index) => index)
    const before = performance.now()
    decimate({ x: million, y: million, columns: 800 })
    expect(performance.now() - before).toBeLessThan(500)
  })
})
