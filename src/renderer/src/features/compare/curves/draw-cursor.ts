/** What follows the mouse and the keyboard over a chart: the cursor with a dot on each line, and the chosen rectangle. */
import type { CurveFrame } from '../../../charts/curve-frame'
import { drawMarker } from '../../../charts/markers'
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
    for (const { curve, style } of chart.lines) {
      const point = findNearest(curve.smooth ?? curve.raw, cursor)
      if (!point) continue
      const [x, y] = [frame.x.toPixel(point.x), frame.y.toPixel(point.y)]
      if (!Number.isFinite(x + y)) continue
      drawMarker(pen, 'dot', [x, y], readToken(runColorToken(style.colorSlot)))
    }
  })
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
