/** Thins a curve to what the pixels can show: the smallest and the largest value of every pixel column stay. */

export interface Point {
  readonly x: number
  readonly y: number
}

export interface DecimateOptions {
  /** Ascending positions and their values; not finite where there is nothing to draw. Both of one length. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** Number of pixel columns the curve covers. */
  readonly columns: number
}

/**
 * About two points a pixel column: its minimum and its maximum in the order in which they came, so that no spike is
 * lost (LTTB alone would drop some); one point without a value where a column holds one, so that the gap is drawn.
 * The first and the last point always stay.
 */
export function decimate({ x, y, columns }: DecimateOptions): Point[] {
  const length = Math.min(x.length, y.length)
  if (length <= columns * 2 || columns < 1) {
    return Array.from({ length }, (_, index) => pointAt(x, y, index))
  }
  const from = x[0] ?? 0
  const span = (x[length - 1] ?? 0) - from || 1
  const points: Point[] = []
  let start = 0
  while (start < length) {
    const column = columnOf(start)
    let end = start + 1
    while (end < length && columnOf(end) === column) end++
    for (const index of chooseOf(y, start, end, length)) points.push(pointAt(x, y, index))
    start = end
  }
  return points

  function columnOf(index: number): number {
    return Math.min(columns - 1, Math.floor((((x[index] ?? 0) - from) / span) * columns))
  }
}

/** The rows of [start, end) to keep, in ascending order. */
function chooseOf(y: ArrayLike<number>, start: number, end: number, length: number): number[] {
  let least = -1
  let most = -1
  let gap = -1
  for (let index = start; index < end; index++) {
    const value = y[index] ?? NaN
    if (!Number.isFinite(value)) gap = index
    else {
      if (least < 0 || value < (y[least] ?? NaN)) least = index
      if (most < 0 || value > (y[most] ?? NaN)) most = index
    }
  }
  const kept = new Set([least, most, gap].filter((index) => index >= 0))
  if (start === 0) kept.add(0)
  if (end === length) kept.add(length - 1)
  return [...kept].sort((a, b) => a - b)
}

function pointAt(x: ArrayLike<number>, y: ArrayLike<number>, index: number): Point {
  const value = y[index] ?? NaN
  return { x: x[index] ?? NaN, y: Number.isFinite(value) ? value : NaN }
}
