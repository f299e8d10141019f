/** Curves as they cross a border: their numbers one behind the other in one array, and out of it again without a copy. */
import type { SeriesName } from '../metrics'
import type { CurveBlock, WireCurve, WireCurves } from './curve-request'
import type { Curve, CurvePoints } from './make-curve'

/** A curve of a run. */
export interface RunCurve extends Curve {
  readonly runId: string
  readonly series: SeriesName
}

export function packCurves(curves: readonly RunCurve[]): Pick<WireCurves, 'numbers' | 'curves'> {
  const room = ({ raw, smooth }: RunCurve): number => 2 * (raw.x.length + (smooth?.x.length ?? 0))
  const numbers = new Float64Array(curves.reduce((sum, curve) => sum + room(curve), 0))
  let at = 0
  const put = ({ x, y }: CurvePoints): CurveBlock => {
    const block = { at, count: x.length }
    numbers.set(x, at)
    numbers.set(y, at + x.length)
    at += 2 * x.length
    return block
  }
  const packed = curves.map(({ runId, series, raw, smooth, count, extent, best }): WireCurve => ({
    runId,
    series,
    raw: put(raw),
    smooth: smooth && put(smooth),
    count,
    extent: [...extent],
    best
  }))
  return { numbers, curves: packed }
}

/** The points stay in `numbers`, which they keep alive. */
export function unpackCurves({
  numbers,
  curves
}: Pick<WireCurves, 'numbers' | 'curves'>): RunCurve[] {
  const take = ({ at, count }: CurveBlock): CurvePoints => ({
    x: numbers.subarray(at, at + count),
    y: numbers.subarray(at + count, at + 2 * count)
  })
  return curves.map((curve) => ({
    ...curve,
    raw: take(curve.raw),
    smooth: curve.smooth && take(curve.smooth)
  }))
}
