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

function thin({ positions, values, columns }: ThinOptions, choose: Choose): Float64Array {
  const length = Math.min(positions.length, values.length)
  if (length <= columns * 2 || columns < 1) return Float64Array.from({ length }, (_, row) => row)
  const from = positions[0] ?? 0
  const scale = columns / ((positions[length - 1] ?? 0) - from || 1)
  const kept = new Float64Array(Math.min(length, MOST_A_COLUMN * columns + 2))
  let count = 1
  const keep = (row: number): void => {
    if (kept[count - 1] !== row) kept[count++] = row
  }
  for (let start = 0; start < length;) {
    const column = Math.min(columns - 1, Math.floor(((positions[start] ?? 0) - from) * scale))
    const limit = column === columns - 1 ? Infinity : column + 1
    let end = start + 1
    while (end < length && ((positions[end] ?? 0) - from) * scale < limit) end++
    for (const row of choose(values, start, end)) if (row > 0) keep(row)
    start = end
  }
  keep(length - 1)
  return kept.slice(0, count)
}

function chooseExtremes(values: ArrayLike<number>, start: number, end: number): readonly number[] {
  let [least, most, gap, above, below] = [-1, -1, -1, -1, -1]
  for (let row = start; row < end; row++) {
    const value = values[row] ?? NaN
    if (Number.isNaN(value)) gap = row
    else if (value === Infinity) above = row
    else if (value === -Infinity) below = row
    else {
      if (least < 0 || value < (values[least] ?? NaN)) least = row
      if (most < 0 || value > (values[most] ?? NaN)) most = row
    }
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
