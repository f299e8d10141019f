/** Curves as they cross a border: all their numbers in two arrays, and out of them again without a copy. */
import type { WireCurves } from './curve-request'
import type { Curve, CurvePoints } from './make-curve'
import type { SeriesName } from '../metrics'

/** A curve of a run. */
export interface RunCurve extends Curve {
  readonly runId: string
  readonly series: SeriesName
}

/**
 * What `heads` says of each curve, in this order. `run` and `series` are places in the lists of names; a curve's
 * numbers lie in `numbers` one behind the other: positions and values as measured, then those of the average.
 */
const headFields = [
  'run',
  'series',
  'rawCount',
  /** -1 where there is no average. */
  'smoothCount',
  'count',
  'extentFrom',
  'extentTo',
  /** NaN where there is no number at all. */
  'bestX',
  'bestY'
] as const
type Head = Record<(typeof headFields)[number], number>

export function packCurves(curves: readonly RunCurve[]): Omit<WireCurves, 'marks'> {
  const runIds = [...new Set(curves.map(({ runId }) => runId))]
  const series = [...new Set(curves.map((curve) => curve.series))]
  const room = ({ raw, smooth }: RunCurve): number => 2 * (raw.x.length + (smooth?.x.length ?? 0))
  const numbers = new Float64Array(curves.reduce((sum, curve) => sum + room(curve), 0))
  const heads = new Float64Array(curves.length * headFields.length)
  let at = 0
  const put = ({ x, y }: CurvePoints): void => {
    numbers.set(x, at)
    numbers.set(y, at + x.length)
    at += 2 * x.length
  }
  curves.forEach((curve, index) => {
    const { raw, smooth, count, extent, best } = curve
    put(raw)
    if (smooth) put(smooth)
    const head: Head = {
      run: runIds.indexOf(curve.runId),
      series: series.indexOf(curve.series),
      rawCount: raw.x.length,
      smoothCount: smooth?.x.length ?? -1,
      count,
      extentFrom: extent[0],
      extentTo: extent[1],
      bestX: best?.x ?? NaN,
      bestY: best?.y ?? NaN
    }
    headFields.forEach((field, place) => (heads[index * headFields.length + place] = head[field]))
  })
  return { runIds, series, heads, numbers }
}

/** The points stay in `numbers`, which they keep alive. @throws RangeError when the heads name what is not there */
export function unpackCurves({
  runIds,
  series,
  heads,
  numbers
}: Omit<WireCurves, 'marks'>): RunCurve[] {
  let at = 0
  const take = (count: number): CurvePoints => {
    const points = {
      x: numbers.subarray(at, at + count),
      y: numbers.subarray(at + count, at + 2 * count)
    }
    at += 2 * count
    return points
  }
  const curves = Array.from({ length: heads.length / headFields.length }, (_, index): RunCurve => {
    const head = readHead(heads, index)
    const runId = runIds[head.run]
    const name = series[head.series]
    if (runId === undefined || name === undefined) throw new RangeError('A curve has no name.')
    return {
      runId,
      series: name,
      raw: take(head.rawCount),
      smooth: head.smoothCount < 0 ? null : take(head.smoothCount),
      count: head.count,
      extent: [head.extentFrom, head.extentTo],
      best: Number.isNaN(head.bestX) ? null : { x: head.bestX, y: head.bestY }
    }
  })
  if (at !== numbers.length) throw new RangeError('Curves have other numbers than they say.')
  return curves
}

function readHead(heads: Float64Array, index: number): Head {
  return Object.fromEntries(
    headFields.map((field, place) => [field, heads[index * headFields.length + place] ?? NaN])
  ) as Head
}
