/** Which points of a curve its pixels can show: of every pixel column the extremes, and whatever is not a number. */

export interface ThinOptions {
  /** Ascending, in the scale of the axis: logarithms for a logarithmic one. */
  readonly positions: ArrayLike<number>
  readonly values: ArrayLike<number>
  /** Number of pixel columns that the curve covers. */
  readonly columns: number
}

/** Least, largest, NaN and both infinities. */
const MOST_A_COLUMN = 5

type Choose = (values: ArrayLike<number>, start: number, end: number) => readonly number[]

/**
 * The rows to draw, in their order: the first and the last of all, and of every column the least value, the largest,
 * and one each of what is NaN, infinite and negatively infinite. A spike or a NaN of a single row never vanishes.
 */
export function thinToExtremes(options: ThinOptions): Float64Array {
  return thin(options, chooseExtremes)
}

/** The newest row of every column, for a running average: it has no spikes, and is to stay a line. */
export function thinToNewest(options: ThinOptions): Float64Array {
  return thin(options, chooseNewest)
}

/** Rows are collected here and copied out: many runs are thinned one after the other. */
let room = new Float64Array()

function thin({ positions, values, columns }: ThinOptions, choose: Choose): Float64Array {
  const length = Math.min(positions.length, values.length)
  if (length <= columns * 2 || columns < 1) return Float64Array.from({ length }, (_, row) => row)
  const from = positions[0] ?? 0
  const scale = columns / ((positions[length - 1] ?? 0) - from || 1)
  const most = Math.min(length, MOST_A_COLUMN * columns + 2)
  if (room.length < most) room = new Float64Array(most)
  const kept = room
  kept[0] = 0
  let count = 1
  const keep = (row: number): void => {
    if (kept[count - 1] !== row) kept[count++] = row
  }
  for (let start = 0; start < length;) {
    const column = Math.min(columns - 1, Math.floor(((positions[start] ?? 0) - from) * scale))
    const limit = column === columns - 1 ? Infinity : column + 1
    const end = findEnd(start + 1, limit)
    for (const row of choose(values, start, end)) if (row > 0) keep(row)
    start = end
  }
  keep(length - 1)
  return kept.slice(0, count)

  /** The first row behind the column: in steps that double, then halve, for a column may hold thousands. */
  function findEnd(first: number, limit: number): number {
    const isInside = (row: number): boolean =>
      row < length && ((positions[row] as number) - from) * scale < limit
    let inside = first - 1
    let step = 1
    while (isInside(inside + step)) {
      inside += step
      step *= 2
    }
    for (; step >= 1; step /= 2) if (isInside(inside + step)) inside += step
    return inside + 1
  }
}

function chooseExtremes(values: ArrayLike<number>, start: number, end: number): readonly number[] {
  let [least, most, gap, above, below] = [-1, -1, -1, -1, -1]
  let [low, high] = [Infinity, -Infinity]
  for (let row = start; row < end; row++) {
    const value = values[row] as number
    // Finite, as almost all are.
    if (value - value === 0) {
      if (value < low) [low, least] = [value, row]
      if (value > high) [high, most] = [value, row]
    } else if (value === Infinity) above = row
    else if (value === -Infinity) below = row
    else gap = row
  }
  if (gap < 0 && above < 0 && below < 0) {
    if (least === most) return [least]
    return least < most ? [least, most] : [most, least]
  }
  const rows = [least, most, gap, above, below].filter((row) => row >= 0)
  return [...new Set(rows)].sort((a, b) => a - b)
}

function chooseNewest(values: ArrayLike<number>, start: number, end: number): readonly number[] {
  for (let row = start; row < end - 1; row++) {
    if (!Number.isFinite(values[row] ?? NaN)) return [row, end - 1]
  }
  return [end - 1]
}
