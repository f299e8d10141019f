/** A chart as a file: a picture, a drawing, or its values. */
import { ALL_COLUMNS } from '@shared/curves/curve-request'
import { unpackCurves } from '@shared/curves/pack'
import { describeCurves } from '@shared/curves/curve-csv'
import type { AppClient } from '../../../app-client'
import { createCanvasPen } from '../../../charts/pen'
import { createSvgPen } from '../../../charts/svg-pen'
import { readToken } from '../../../composables/tokens'
import type { CurveQuery } from '../../../stores/curves'
import { describeFigure, drawFigure, measureFigure, type FigureOptions } from './figure'

const PICTURE_SCALE = 2

/** The bytes of a PNG, twice as fine as the screen. */
export async function makePng(figure: FigureOptions): Promise<Uint8Array> {
  const [width, height] = measureFigure(figure)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * PICTURE_SCALE)
  canvas.height = Math.round(height * PICTURE_SCALE)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The picture cannot be drawn.')
  context.scale(PICTURE_SCALE, PICTURE_SCALE)
  drawFigure(createCanvasPen(context, readToken('--font-text')), figure)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The picture is too large to be made.')
  return new Uint8Array(await blob.arrayBuffer())
}

export function makeSvg(figure: FigureOptions): string {
  const [width, height] = measureFigure(figure)
  const title = describeFigure(figure.chart, figure.view)
  const pen = createSvgPen({ width, height, font: readToken('--font-text'), title })
  drawFigure(pen, figure)
  return pen.finish()
}

/** All points in the range, none thinned away. */
export async function makeCsv(
  app: AppClient,
  { chart, view, xTitle }: FigureOptions,
  query: CurveQuery
): Promise<string> {
  const runs = new Map(chart.lines.map(({ run }) => [run.id, run.name]))
  const shown = new Set(chart.lines.map(({ key }) => key))
  const answer = await app.call.getCurves({
    ...query,
    series: [...new Set(chart.lines.map(({ series }) => series))],
    columns: ALL_COLUMNS,
    runIds: [...runs.keys()]
  })
  const curves = unpackCurves(answer).filter(({ runId, series }) => shown.has(`${runId} ${series}`))
  return describeCurves(
    curves.map((curve) => ({ ...curve, name: runs.get(curve.runId) ?? curve.runId })),
    { axis: xTitle, smoothing: view.smoothing, range: query.range }
  )
}
