/** Curves as SVG that stands within a document: axes with round numbers, a colour and a dash for each run. */
import { listEvenSteps, shorten } from '../compare/axes'
import { escapeHtml } from './escape'
import type { Report, ReportChart, ReportLine } from './report'

const WIDTH = 720
const HEIGHT = 280
const MARGIN = { top: 10, right: 16, bottom: 40, left: 60 } as const

/** The second channel beside the colour; as many as there are, in the order of the palette. */
export const DASH_COUNT = 4

interface Range {
  readonly low: number
  readonly high: number
}

/** Styled by the classes `r0` .. `r9` for the colour of a run, `d0` .. `d3` for its dash. */
export function drawCurves(chart: ReportChart, { runs }: Pick<Report, 'runs'>): string {
  const points = chart.lines.flatMap((line) => line.points).filter(({ y }) => Number.isFinite(y))
  const title = escapeHtml(chart.title)
  if (points.length === 0) return `<p class="secondary">${title}: no values.</p>`
  const x = findRange(points.map((point) => point.x))
  const y = findRange(points.map((point) => point.y))
  const toX = (value: number): number =>
    MARGIN.left + place(value, x) * (WIDTH - MARGIN.left - MARGIN.right)
  const toY = (value: number): number =>
    HEIGHT - MARGIN.bottom - place(value, y) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const names = chart.lines.map(({ run }) => runs[run]?.name ?? '').join(', ')
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${escapeHtml(names)}">`,
    ...listEvenSteps(y.low, y.high).map((value) => drawRowMark(value, toY(value))),
    ...listEvenSteps(x.low, x.high, 6).map((value) => drawColumnMark(value, toX(value))),
    `<text class="x-title" x="${(MARGIN.left + WIDTH) / 2}" y="${HEIGHT - 6}">${escapeHtml(chart.xLabel)}</text>`,
    ...chart.lines.map((line) => drawLine(line, runs[line.run]?.color ?? 0, toX, toY)),
    '</svg>'
  ].join('\n')
}

function drawLine(
  { run, points }: ReportLine,
  color: number,
  toX: (value: number) => number,
  toY: (value: number) => number
): string {
  let path = ''
  let isGap = true
  for (const { x, y } of points) {
    if (!Number.isFinite(y)) {
      isGap = true
      continue
    }
    const position = `${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`
    // A value between two gaps is a dot: a line to itself with round ends.
    path += isGap ? `M${position}l0 0` : `L${position}`
    isGap = false
  }
  return `<path class="line r${color} d${run % DASH_COUNT}" data-run="${run}" d="${path}"/>`
}

function drawRowMark(value: number, at: number): string {
  const y = at.toFixed(1)
  return `<path class="grid" d="M${MARGIN.left} ${y}H${WIDTH - MARGIN.right}"/><text class="y" x="${MARGIN.left - 6}" y="${y}">${shorten(value)}</text>`
}

function drawColumnMark(value: number, at: number): string {
  const bottom = HEIGHT - MARGIN.bottom
  const x = at.toFixed(1)
  return `<path class="grid" d="M${x} ${MARGIN.top}V${bottom}"/><text class="x" x="${x}" y="${bottom + 14}">${shorten(value)}</text>`
}

/** Not `Math.min(...values)`: so many arguments are more than a call takes. */
function findRange(values: readonly number[]): Range {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}

const place = (value: number, { low, high }: Range): number =>
  low === high ? 0.5 : (value - low) / (high - low)
