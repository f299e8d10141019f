/** Draws curves on a frame with any pen: axes, lines, what is not a number at the edges, best points and marks. */
import type { RunCurve } from '@shared/curves/pack'
import type { CurvePoints } from '@shared/curves/make-curve'
import type { CurveFrame } from './curve-frame'
import { drawMarker, type Marker } from './markers'
import type { Pen } from './pen'

export interface DrawnCurve {
  readonly curve: RunCurve
  readonly color: string
  readonly dash: readonly number[]
  /** The second channel beside the colour. */
  readonly marker: Marker
}

export interface CurveMark {
  readonly x: number
  readonly word: string
  readonly color: string
}

export interface ChartColors {
  readonly text: string
  readonly axis: string
  readonly grid: string
  readonly surface: string
}

const RAW_OPACITY = 0.25
const MANY_LINES = 20
/** Above this, a mark a value would touch its neighbours. */
const MOST_VALUE_MARKS = 60
const PIXELS_A_MARKER = 96
const EDGE_MARK_PX = 4

export function drawAxes(pen: Pen, frame: CurveFrame, colors: ChartColors): void {
  const { plot, x, y, xTicks, yTicks, xTitle } = frame
  const [right, bottom] = [plot.left + plot.width, plot.top + plot.height]
  for (const { value, label } of yTicks) {
    const at = y.toPixel(value)
    pen.line([plot.left, at, right, at], { color: colors.grid, width: 1 })
    pen.words({ text: label, x: plot.left - 6, y: at + 4, color: colors.text, align: 'right' })
  }
  pen.line([plot.left, bottom, right, bottom], { color: colors.axis, width: 1 })
  for (const { value, label } of xTicks) {
    const at = x.toPixel(value)
    pen.line([at, bottom, at, bottom + 4], { color: colors.axis, width: 1 })
    pen.words({ text: label, x: at, y: bottom + 15, color: colors.text, align: 'center' })
  }
  const middle = plot.left + plot.width / 2
  pen.words({ text: xTitle, x: middle, y: bottom + 29, color: colors.text, align: 'center' })
}

/** As thick as so many lines allow. One pixel is drawn ten times as fast as anything wider, without a graphics card. */
export function chooseLineWidth(lines: number): number {
  return lines > MANY_LINES ? 1 : 2
}

/** The faint measured values of all curves first, so that no average lies under them. */
export function drawCurves(
  pen: Pen,
  frame: CurveFrame,
  curves: readonly DrawnCurve[],
  { showsRaw, width }: { showsRaw: boolean; width: number }
): void {
  pen.within(frame.plot, () => {
    for (const { curve, color } of curves) {
      if (!curve.smooth || !showsRaw) continue
      pen.line(toPixels(frame, curve.raw), { color, width: 1, opacity: RAW_OPACITY })
    }
    for (const drawn of curves) drawLine(pen, frame, drawn, width)
  })
  for (const drawn of curves) {
    drawBest(pen, frame, drawn)
    drawEdges(pen, frame, drawn)
  }
}

function drawLine(pen: Pen, frame: CurveFrame, drawn: DrawnCurve, width: number): void {
  const { curve, color, dash, marker } = drawn
  const shown = curve.smooth ?? curve.raw
  const points = toPixels(frame, shown)
  pen.line(points, { color, width, dash })
  const isSparse = !curve.smooth && shown.x.length <= MOST_VALUE_MARKS
  let last = -Infinity
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at] ?? NaN, points[at + 1] ?? NaN]
    if (!Number.isFinite(x + y) || (!isSparse && x - last < PIXELS_A_MARKER)) continue
    if (!isSparse && marker === 'none') break
    // The first one a little inwards, where it is told from the axis.
    if (!isSparse && last === -Infinity) last = x - PIXELS_A_MARKER / 2
    else {
      drawMarker(pen, marker === 'none' ? 'dot' : marker, [x, y], color)
      last = x
    }
  }
}

/** Not of an average: the best of many noisy values is luck, and lies off the line. */
function drawBest(
  pen: Pen,
  frame: CurveFrame,
  { curve: { best, smooth }, color }: DrawnCurve
): void {
  if (!best || smooth) return
  const { plot } = frame
  const [x, y] = [frame.x.toPixel(best.x), frame.y.toPixel(best.y)]
  const isInside =
    Math.abs(x - plot.left - plot.width / 2) <= plot.width / 2 + 0.5 &&
    Math.abs(y - plot.top - plot.height / 2) <= plot.height / 2 + 0.5
  if (isInside) drawMarker(pen, 'ring', [x, y], color)
}

/** A NaN is a cross at the lower edge, infinity an arrow at the edge to which it points. */
function drawEdges(pen: Pen, frame: CurveFrame, { curve, color }: DrawnCurve): void {
  const { plot, x: scale } = frame
  const [top, bottom] = [plot.top, plot.top + plot.height]
  const { x, y } = curve.raw
  const size = EDGE_MARK_PX
  for (let row = 0; row < x.length; row++) {
    const value = y[row] ?? NaN
    const isOffLog = frame.y.isLog && value <= 0
    if (Number.isFinite(value) && !isOffLog) continue
    const at = scale.toPixel(x[row] ?? NaN)
    if (!(at >= plot.left - 0.5 && at <= plot.left + plot.width + 0.5)) continue
    if (Number.isNaN(value)) {
      const middle = bottom - size
      const cross = [at - size, middle - size, at + size, middle + size]
      const other = [at - size, middle + size, at + size, middle - size]
      pen.line([...cross, NaN, NaN, ...other], { color, width: 1.5 })
    } else if (value > 0) pen.shape([at, top, at - size, top + 7, at + size, top + 7], color)
    else pen.shape([at, bottom, at - size, bottom - 7, at + size, bottom - 7], color)
  }
}

const LABEL_ROW_PX = 13
const LABEL_ROWS = 4
/** More words than these would lie over one another. */
const MOST_WORDS = 8

/** What happened to the runs: a line with a word, or where there are many a flag at the upper edge. */
export function drawMarks(pen: Pen, frame: CurveFrame, marks: readonly CurveMark[]): void {
  const { plot, x: scale } = frame
  const [right, bottom] = [plot.left + plot.width, plot.top + plot.height]
  const shown = marks.filter(({ x }) => x >= scale.from && x <= scale.to)
  shown.forEach(({ x, word, color }, index) => {
    const at = scale.toPixel(x)
    if (shown.length > MOST_WORDS) {
      return pen.shape([at - 4, plot.top, at + 4, plot.top, at, plot.top + 7], color)
    }
    pen.line([at, plot.top, at, bottom], { color, width: 1, dash: [4, 3] })
    const isNearEdge = at > right - 90
    pen.words({
      text: word,
      x: at + (isNearEdge ? -4 : 4),
      y: plot.top + LABEL_ROW_PX * (1 + (index % LABEL_ROWS)),
      color,
      align: isNearEdge ? 'right' : 'left'
    })
  })
}

/** x and y in turn; NaN where nothing can be drawn. */
export function toPixels({ x: across, y: up }: CurveFrame, { x, y }: CurvePoints): Float64Array {
  const points = new Float64Array(x.length * 2)
  for (let row = 0; row < x.length; row++) {
    const value = y[row] ?? NaN
    points[2 * row] = across.toPixel(x[row] ?? NaN)
    points[2 * row + 1] =
      Number.isFinite(value) && !(up.isLog && value <= 0) ? up.toPixel(value) : NaN
  }
  return points
}
