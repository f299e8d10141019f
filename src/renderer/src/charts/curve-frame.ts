/** Where a chart of curves has its plot, what its axes span, and which round numbers they name. */
import type { CurvePoints } from '@shared/curves/make-curve'
import { createScale, findTicks, findTimeTicks, type AxisScale, type Tick } from './axis-scale'
import type { Box } from './pen'

export interface CurveFrame {
  readonly width: number
  readonly height: number
  readonly plot: Box
  readonly x: AxisScale
  readonly y: AxisScale
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly xTitle: string
}

export interface FrameOptions {
  readonly width: number
  readonly height: number
  readonly xRange: readonly [number, number]
  readonly yRange: readonly [number, number]
  readonly isLogX: boolean
  readonly isLogY: boolean
  /** Whether the axis counts seconds. */
  readonly isTime: boolean
  readonly xTitle: string
  /** Room above and below for what else a figure says. @default none */
  readonly room?: { readonly top: number; readonly bottom: number }
}

const MARGIN = { left: 52, right: 12, top: 8, bottom: 34 }
const PIXELS_AN_X_TICK = 90
const PIXELS_A_Y_TICK = 42

export function createFrame(options: FrameOptions): CurveFrame {
  const { width, height, xRange, yRange, isLogX, isLogY, isTime, xTitle } = options
  const room = options.room ?? { top: 0, bottom: 0 }
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top + room.top,
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: Math.max(1, height - MARGIN.top - MARGIN.bottom - room.top - room.bottom)
  }
  const x = createScale(xRange, [plot.left, plot.left + plot.width], isLogX)
  const y = createScale(yRange, [plot.top + plot.height, plot.top], isLogY)
  const xCount = Math.max(2, Math.floor(plot.width / PIXELS_AN_X_TICK))
  const yCount = Math.max(2, Math.floor(plot.height / PIXELS_A_Y_TICK))
  return {
    width,
    height,
    plot,
    x,
    y,
    xTicks: isTime ? findTimeTicks(x, xCount) : findTicks(x, xCount),
    yTicks: findTicks(y, yCount),
    xTitle
  }
}

/** Columns of pixels that the plot of a chart of this width has. */
export function countColumns(width: number): number {
  return Math.max(1, Math.round(width - MARGIN.left - MARGIN.right))
}

export interface YRangeOptions {
  /** What is drawn. */
  readonly curves: readonly CurvePoints[]
  readonly xRange: readonly [number, number]
  readonly isLogY: boolean
  readonly ignoresOutliers: boolean
  /** What the metric can be; null means open. */
  readonly bounds: readonly [number | null, number | null]
}

const OUTLIER_SHARE = 0.05
const PADDING = 0.05

/**
 * The values in sight and a little room. Without outliers, those between the 5th and the 95th percentile: as much as is
 * needed to see the rest when a few values are far off. Infinite values and NaN do not count.
 */
export function findYRange(options: YRangeOptions): [number, number] {
  const { isLogY, bounds } = options
  const [least, most] = options.ignoresOutliers ? findBulk(options) : findSpan(options)
  if (!(least <= most)) return isLogY ? [0.1, 1] : [0, 1]
  if (isLogY) {
    const room = (most / least) ** PADDING
    return room > 1 ? [least / room, most * room] : [least / 2, most * 2]
  }
  const room = (most - least) * PADDING || Math.abs(most) * PADDING || 1
  // A value outside of what its metric can be is still shown.
  const from = Math.max(least - room, Math.min(bounds[0] ?? -Infinity, least))
  const to = Math.min(most + room, Math.max(bounds[1] ?? Infinity, most))
  return from < to ? [from, to] : [from - room, to + room]
}

function findSpan(options: YRangeOptions): [number, number] {
  let [least, most] = [Infinity, -Infinity]
  const values = collectValues(options)
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (value < least) least = value
    if (value > most) most = value
  }
  return [least, most]
}

function findBulk(options: YRangeOptions): [number, number] {
  const sorted = collectValues(options).sort()
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN
  return [at(OUTLIER_SHARE), at(1 - OUTLIER_SHARE)]
}

/** The finite values in sight; positive ones alone for a logarithmic axis. */
function collectValues({ curves, xRange: [from, to], isLogY }: YRangeOptions): Float64Array {
  const values = new Float64Array(curves.reduce((sum, { x }) => sum + x.length, 0))
  const above = isLogY ? 0 : -Infinity
  let count = 0
  for (const { x, y } of curves) {
    for (let row = 0; row < x.length; row++) {
      const place = x[row] as number
      const value = y[row] as number
      if (place >= from && place <= to && value > above && value < Infinity) values[count++] = value
    }
  }
  return values.subarray(0, count)
}
