import { describe, expect, it } from 'vitest'
import { createSmoother } from './smooth'
import { makeCurve, type CurveOptions } from './make-curve'
import { packCurves, unpackCurves } from './pack'

const x = Float64Array.from({ length: 10_000 }, (_, row) => row + 1)
const y = x.map((step) => 1 / step + 0.1 * Math.sin(step))
const options: CurveOptions = {
  range: null,
  isLogX: false,
  columns: 100,
  smoothing: 0,
  better: 'lower'
}

describe('a curve for the pixels at hand', () => {
  it('knows its length, its ends and its best value, whatever is looked at', () => {
    const curve = makeCurve({ x, y }, { ...options, range: [2000, 2100] })
    expect(curve).toMatchObject({ count: 10_000, extent: [1, 10_000] })
    const best = y.reduce((row, value, other) => (value < (y[row] ?? 0) ? other : row), 0)
    expect(curve?.best).toEqual({ x: x[best], y: y[best] })
    expect(makeCurve({ x, y }, { ...options, better: 'higher' })?.best?.y).toBe(Math.max(...y))
  })

  it('holds what is in the range and one neighbour on each side', () => {
    const curve = makeCurve({ x, y }, { ...options, range: [2000.5, 2010] })
    expect([...(curve?.raw.x ?? [])]).toEqual([
      2000,
      ...Array.from({ length: 10 }, (_, n) => 2001 + n),
      2011
    ])
  })

  it('averages all points before it thins them', () => {
    const curve = makeCurve({ x, y }, { ...options, smoothing: 0.9, range: [5000, 9000] })
    const all = createSmoother(0.9).extend(y)
    expect(curve?.smooth?.x.length).toBeLessThanOrEqual(52)
    curve?.smooth?.x.forEach((step, row) => expect(curve.smooth?.y[row]).toBe(all[step - 1]))
  })

  it('has as many points a decade as another on a logarithmic axis, and none at or below zero', () => {
    const from0 = Float64Array.from({ length: 10_000 }, (_, row) => row)
    const curve = makeCurve({ x: from0, y }, { ...options, isLogX: true, columns: 400 })
    expect(curve?.extent[0]).toBe(1)
    const inDecade = (n: number): number =>
      (curve?.raw.x ?? []).filter((step) => step >= 10 ** n && step < 10 ** (n + 1)).length
    expect(inDecade(3) / inDecade(2)).toBeLessThan(1.5)
  })

  it('may go back and forth along its axis, and keeps the extremes of both', () => {
    const back = x.map((step) => Math.sin(step / 500))
    back[7777] = 5
    const curve = makeCurve({ x: back, y }, options)
    expect([...(curve?.raw.x ?? [])]).toContain(5)
    expect(curve?.extent[1]).toBe(5)
  })

  it('is none when no point has a place on the axis', () => {
    expect(makeCurve({ x: x.map(() => NaN), y }, options)).toBeNull()
  })
})

it('curves survive the border in two arrays', () => {
  const points = { x: Float64Array.of(1, 2), y: Float64Array.of(NaN, Infinity) }
  const curves = [makeCurve({ x, y }, { ...options, smoothing: 0.5 }), makeCurve(points, options)]
    .filter((curve) => curve !== null)
    .map((curve, index) => ({ runId: `run ${index}`, series: 'train/loss' as const, ...curve }))
  expect(curves).toHaveLength(2)
  expect(unpackCurves(packCurves(curves))).toEqual(curves)
  const packed = packCurves(curves)
  expect(() => unpackCurves({ ...packed, runIds: [] })).toThrow(RangeError)
  expect(() => unpackCurves({ ...packed, numbers: packed.numbers.subarray(1) })).toThrow(RangeError)
})
