/** What follows the mouse and the keyboard over a chart: the cursor with a dot on each line, and the chosen rectangle. */
import type { CurveFrame } from '../../../charts/curve-frame'
import { findNearest } from '../../../charts/nearest'
import type { Pen } from '../../../charts/pen'
import { readToken, runColorToken } from '../../../composables/tokens'
import type { ComparedChart } from './compared-charts'

/** In pixels of the chart. */
export interface Selection {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  /** Whether it chooses values, too, or the whole height. */
  readonly hasHeight: boolean
}

const DOT_PX = 2.25

export function drawCursor(
  pen: Pen,
  frame: CurveFrame,
  {
    chart,
    cursor,
    selection
  }: { chart: ComparedChart; cursor: number | null; selection: Selection | null }
): void {
  pen.within(frame.plot, () => {
    if (selection) drawSelection(pen, frame, selection)
    if (cursor === null) return
    const { plot } = frame
    const at = frame.x.toPixel(cursor)
    pen.line([at, plot.top, at, plot.top + plot.height], {
      color: readToken('--text-secondary'),
      width: 1
    })
    for (const [slot, centres] of findDots(frame, chart, cursor)) {
      pen.dots(centres, DOT_PX, readToken(runColorToken(slot)))
    }
  })
}

/** Where the lines are at the cursor, by their colour. */
function findDots(
  { x: across, y: up }: CurveFrame,
  { lines }: ComparedChart,
  cursor: number
): Map<number, number[]> {
  const dots = new Map<number, number[]>()
  for (const { curve, style } of lines) {
    const point = findNearest(curve.smooth ?? curve.raw, cursor)
    const [x, y] = point ? [across.toPixel(point.x), up.toPixel(point.y)] : [NaN, NaN]
    if (!Number.isFinite(x + y)) continue
    const centres = dots.get(style.colorSlot) ?? []
    dots.set(style.colorSlot, centres)
    centres.push(x, y)
  }
  return dots
}

function drawSelection(pen: Pen, { plot }: CurveFrame, { from, to, hasHeight }: Selection): void {
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])]
  const bottom = plot.top + plot.height
  const top = hasHeight ? Math.min(from[1], to[1]) : plot.top
  const low = hasHeight ? Math.max(from[1], to[1]) : bottom
  const outline = [left, top, right, top, right, low, left, low]
  const color = readToken('--accent')
  pen.box({ left, top, width: right - left, height: low - top }, `${color}1f`)
  pen.shape(outline, color, { color, width: 1 })
}
