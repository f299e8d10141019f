/** A chart as a picture that stands for itself: title, axes, curves, marks and legend; with any pen. */
import type { CurveView } from '@shared/curves/curve-view'
import { metrics } from '@shared/metrics'
import { createFrame, findYRange } from '../../../charts/curve-frame'
import {
  chooseLineWidth,
  drawAxes,
  drawCurves,
  drawMarks,
  type ChartColors,
  type CurveMark,
  type DrawnCurve
} from '../../../charts/draw-curves'
import { drawMarker } from '../../../charts/markers'
import type { Pen } from '../../../charts/pen'
import { readToken, runColorToken } from '../../../composables/tokens'
import type { ComparedChart, ComparedLine } from './compared-charts'

export interface FigureOptions {
  readonly chart: ComparedChart
  readonly marks: readonly CurveMark[]
  readonly xRange: readonly [number, number]
  readonly yRange: readonly [number, number] | null
  readonly view: CurveView
  readonly xTitle: string
  /** Of the chart; title and legend come on top. */
  readonly width: number
  readonly height: number
}

const TITLE_PX = 26
const LEGEND_ROW_PX = 18
const LEGEND_COLUMN_PX = 230
const LEGEND_MARGIN_PX = 52

export function readColors(): ChartColors {
  return {
    text: readToken('--text-secondary'),
    axis: readToken('--line-strong'),
    grid: readToken('--grid'),
    surface: readToken('--surface-card')
  }
}

export function toDrawn({ curve, style: { colorSlot, dash, marker } }: ComparedLine): DrawnCurve {
  return { curve, color: readToken(runColorToken(colorSlot)), dash, marker }
}

/** What a chart's vertical axis spans when nobody has zoomed. */
export function findChartYRange(
  { lines }: Pick<ComparedChart, 'lines'>,
  xRange: readonly [number, number],
  { showsRaw, isLogY, ignoresOutliers }: CurveView
): [number, number] {
  const ranges = lines.map(({ metric }) => metrics[metric].range)
  const ends = ranges.map(([, to]) => to)
  return findYRange({
    // Both: an average leans on values before the range, and may lie beyond those within it.
    curves: lines.flatMap(({ curve: { raw, smooth } }) =>
      smooth === null ? [raw] : showsRaw ? [raw, smooth] : [smooth]
    ),
    xRange,
    isLogY,
    ignoresOutliers,
    bounds: [
      ranges.length > 0 ? Math.min(...ranges.map(([from]) => from)) : null,
      ends.some((end) => end === null) ? null : Math.max(...ends.map(Number))
    ]
  })
}

export function measureFigure({ chart, width, height }: FigureOptions): [number, number] {
  return [width, height + TITLE_PX + countLegendRows(chart, width) * LEGEND_ROW_PX + 8]
}

export function drawFigure(pen: Pen, options: FigureOptions): void {
  const { chart, marks, xRange, yRange, view, xTitle } = options
  const [width, height] = measureFigure(options)
  const colors = readColors()
  const bottom = height - options.height - TITLE_PX
  const frame = createFrame({
    width,
    height,
    xRange,
    yRange: yRange ?? findChartYRange(chart, xRange, view),
    isLogX: view.isLogX,
    isLogY: view.isLogY,
    isTime: view.x === 'time',
    xTitle,
    room: { top: TITLE_PX, bottom }
  })
  pen.box({ left: 0, top: 0, width, height }, colors.surface)
  const title = describeFigure(chart, view)
  pen.words({ text: title, x: 12, y: 18, color: readToken('--text'), align: 'left', isBold: true })
  drawAxes(pen, frame, colors)
  drawCurves(pen, frame, chart.lines.map(toDrawn), {
    showsRaw: view.showsRaw,
    width: chooseLineWidth(chart.lines.length)
  })
  drawMarks(pen, frame, marks)
  drawLegend(pen, options, height - bottom + 12)
}

/** `Loss · smoothed 0.90`: a picture that is passed on says what was done to its lines. */
export function describeFigure({ title, lines }: ComparedChart, view: CurveView): string {
  const isSmoothed = lines.some(({ curve }) => curve.smooth !== null)
  return [
    title,
    ...(isSmoothed ? [`smoothed ${view.smoothing.toFixed(2)}`] : []),
    ...(view.isLogY ? ['logarithmic'] : []),
    ...(view.ignoresOutliers ? ['outliers ignored'] : [])
  ].join(' · ')
}

function countColumns(width: number): number {
  return Math.max(1, Math.floor((width - LEGEND_MARGIN_PX) / LEGEND_COLUMN_PX))
}

function countLegendRows({ legend }: ComparedChart, width: number): number {
  return Math.ceil(legend.length / countColumns(width))
}

function drawLegend(pen: Pen, { chart, width }: FigureOptions, top: number): void {
  const columns = countColumns(width)
  chart.legend.forEach(({ label, look: { colorSlot, dash, marker } }, index) => {
    const color = readToken(colorSlot === null ? '--text-secondary' : runColorToken(colorSlot))
    const x = LEGEND_MARGIN_PX + (index % columns) * LEGEND_COLUMN_PX
    const y = top + Math.floor(index / columns) * LEGEND_ROW_PX
    pen.line([x, y, x + 24, y], { color, width: 2, dash })
    drawMarker(pen, marker, [x + 12, y], color)
    pen.words({
      text: shorten(label),
      x: x + 32,
      y: y + 4,
      color: readToken('--text'),
      align: 'left'
    })
  })
}

const MOST_LEGEND_LETTERS = 34

function shorten(text: string): string {
  return text.length > MOST_LEGEND_LETTERS ? `${text.slice(0, MOST_LEGEND_LETTERS - 1)}…` : text
}
