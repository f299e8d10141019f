/** Thins a curve to what the pixels can show; of measured values, the extremes of every pixel column stay. */
import { thinToExtremes, thinToNewest } from './thin'

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
  const options = { positions: x, values: y, columns }
  const rows = keep === 'newest' ? thinToNewest(options) : thinToExtremes(options)
  return Array.from(rows, (row) => {
    const value = y[row] ?? NaN
    return { x: x[row] ?? NaN, y: Number.isFinite(value) ? value : NaN }
  })
}
