/** Makes of all points of a series what is drawn of it: smoothed, cut to the range, thinned to the pixels. */
import { countBelow } from './axis-values'
import { createSmoother } from './smooth'
import { thinToExtremes, thinToNewest } from './thin'

export interface CurvePoints {
  readonly x: Float64Array
  readonly y: Float64Array
}

export interface CurveOptions {
  readonly range: readonly [number, number] | null
  readonly isLogX: boolean
  readonly columns: number
  readonly smoothing: number
  readonly better: 'higher' | 'lower'
}

export interface Curve {
  readonly raw: CurvePoints
  readonly smooth: CurvePoints | null
  readonly count: number
  readonly extent: readonly [number, number]
  readonly best: { readonly x: number; readonly y: number } | null
}

/** A running average changes little from one pixel to the next. */
const PIXELS_A_SMOOTH_POINT = 2

/** Null when no point has a place on the axis. The average runs over all points, before any is left out. */
export function makeCurve(points: CurvePoints, options: CurveOptions): Curve | null {
  const { columns, smoothing, better } = options
  const smoothed = smoothing > 0 ? smoothAll(points.y, smoothing) : null
  const rows = findPlaced(points.x, options.isLogX)
  const x = pick(points.x, rows)
  if (x.length === 0) return null
  const y = pick(points.y, rows)
  const smooth = smoothed && pick(smoothed, rows)
  const isAscending = ascends(x)
  const [start, end] = isAscending ? cut(x, options.range) : [0, x.length]
  const shown = x.subarray(start, end)
  const places = { positions: toPositions(shown, options, isAscending), columns }
  const values = y.subarray(start, end)
  // A curve that goes back and forth along its axis has extremes in both directions.
  const kept = isAscending
    ? thinToExtremes({ ...places, values })
    : join(thinToExtremes({ ...places, values }), thinToExtremes({ ...places, values: shown }))
  return {
    raw: { x: pick(shown, kept), y: pick(values, kept) },
    smooth: smooth && thinSmooth(shown, smooth.subarray(start, end), places),
    count: x.length,
    extent: findExtent(x, isAscending),
    best: findBest({ x, y }, better)
  }
}

/** What is kept of an average is copied out of here: a new array for each of many long runs costs more than the average. */
let room = new Float64Array()

function smoothAll(values: Float64Array, weight: number): Float64Array {
  if (room.length < values.length) room = new Float64Array(values.length)
  return createSmoother(weight, room).extend(values)
}

function thinSmooth(
  x: Float64Array,
  values: Float64Array,
  { positions, columns }: { positions: Float64Array; columns: number }
): CurvePoints {
  const rows = thinToNewest({
    positions,
    values,
    columns: Math.ceil(columns / PIXELS_A_SMOOTH_POINT)
  })
  return { x: pick(x, rows), y: pick(values, rows) }
}

/** The rows that have a place on the axis; null for all of them. */
function findPlaced(x: Float64Array, isLogX: boolean): Float64Array | null {
  const hasPlace = (value: number): boolean => value - value === 0 && (!isLogX || value > 0)
  for (let row = 0; row < x.length; row++) {
    if (hasPlace(x[row] ?? NaN)) continue
    return Float64Array.from(x.keys()).filter((one) => hasPlace(x[one] ?? NaN))
  }
  return null
}

/** A loop, as all that runs over every point of every run: `every` takes five times as long. */
function ascends(x: Float64Array): boolean {
  for (let row = 1; row < x.length; row++) if (!((x[row] ?? 0) >= (x[row - 1] ?? 0))) return false
  return true
}

function pick(values: Float64Array, rows: Float64Array | null): Float64Array {
  return rows === null ? values : rows.map((row) => values[row] ?? NaN)
}

/** The rows within the range, and a neighbour on both sides, so that the line reaches the edges. */
function cut(x: Float64Array, range: CurveOptions['range']): [number, number] {
  if (range === null) return [0, x.length]
  const start = Math.max(0, countBelow(x, range[0]) - 1)
  let end = countBelow(x, range[1])
  while (end < x.length && x[end] === range[1]) end++
  return [start, Math.min(x.length, end + 1)]
}

function toPositions(
  x: Float64Array,
  { isLogX }: CurveOptions,
  isAscending: boolean
): Float64Array {
  if (!isAscending) return Float64Array.from(x.keys())
  return isLogX ? x.map(Math.log) : x
}

function join(one: Float64Array, other: Float64Array): Float64Array {
  return Float64Array.from(new Set([...one, ...other])).sort()
}

function findExtent(x: Float64Array, isAscending: boolean): [number, number] {
  if (isAscending) return [x[0] ?? NaN, x[x.length - 1] ?? NaN]
  return [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))]
}

function findBest({ x, y }: CurvePoints, better: 'higher' | 'lower'): Curve['best'] {
  const sign = better === 'higher' ? 1 : -1
  let best = -1
  let most = -Infinity
  for (let row = 0; row < y.length; row++) {
    const value = (y[row] ?? NaN) * sign
    if (value - value === 0 && value > most) {
      best = row
      most = value
    }
  }
  return best < 0 ? null : { x: x[best] ?? NaN, y: y[best] ?? NaN }
}
