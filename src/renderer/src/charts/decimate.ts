/** Thins a curve to what the pixels can show; of measured values, the extremes of every pixel column stay. */

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
  /**
   * `extremes` for measured values, whose spikes matter; `newest` for a running average, which has none, so that it
   * stays a line and does not become a band.
   * @default 'extremes'
   */
  readonly keep?: 'extremes' | 'newest'
}

/**
 * About two points a pixel column: its minimum and its maximum in the order in which they came, so that no spike is
 * lost (LTTB alone would drop some); one point without a value where a column holds one, so that the gap is drawn.
 * The first and the last point always stay.
 */
export function decimate({ x, y, columns, keep = 'extremes' }: DecimateOptions): Point[] {
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
    const chosen = keep === 'newest' ? newestOf(y, start, end) : extremesOf(y, start, end)
    if (start === 0) chosen.add(0)
    if (end === length) chosen.add(length - 1)
    for (const index of [...chosen].sort((a, b) => a - b)) points.push(pointAt(x, y, index))
    start = end
  }
  return points

  function columnOf(index: number): number {
    return Math.min(columns - 1, Math.floor((((x[index] ?? 0) - from) / span) * columns))
  }
}

/** The rows of [start, end) with the least and the largest value, and one without a value if there is any. */
function extremesOf(y: ArrayLike<number>, start: number, end: number): Set<number> {
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
  return new Set([least, most, gap].filter((index) => index >= 0))
}

/** The newest row of [start, end), and one without a value if there is any. */
function newestOf(y: ArrayLike<number>, start: number, end: number): Set<number> {
  const kept = new Set([end - 1])
  for (let index = start; index < end; index++) {
    if (!Number.isFinite(y[index] ?? NaN)) return kept.add(index)
  }
  return kept
}

function pointAt(x: ArrayLike<number>, y: ArrayLike<number>, index: number): Point {
  const value = y[index] ?? NaN
  return { x: x[index] ?? NaN, y: Number.isFinite(value) ? value : NaN }
}
