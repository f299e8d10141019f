/** What is looked at of compared curves: which series there are, how far they reach, and how far one may zoom. */
import type { CurveView } from '@shared/curves/curve-view'
import { dataParts, metricKeys, seriesName, type SeriesName } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import type { ComparedChart } from './compared-charts'

export type Range = readonly [number, number]

/** What any of the runs has recorded, in the order of the metrics. */
export function listSeries(records: readonly Pick<RunRecord, 'latest'>[]): SeriesName[] {
  const there = new Set(records.flatMap(({ latest }) => Object.keys(latest)))
  return metricKeys
    .flatMap((metric) => dataParts.map((part) => seriesName(part, metric)))
    .filter((name) => there.has(name))
}

/** A live axis grows in steps of this share, so that what stands still is not drawn again with every value. */
const LIVE_STEP = 0.1

/** From the first to the last point of any line. Axes that count begin where training did, unless logarithmic. */
export function findExtent(
  charts: readonly ComparedChart[],
  { x, isLogX }: Pick<CurveView, 'x' | 'isLogX'>,
  isLive: boolean
): Range {
  const ends = charts.flatMap(({ lines }) => lines.map(({ curve }) => curve.extent))
  if (ends.length === 0) return isLogX ? [1, 10] : [0, 1]
  const first = ends.reduce((least, [from]) => Math.min(least, from), Infinity)
  const last = ends.reduce((most, [, to]) => Math.max(most, to), -Infinity)
  const isCounting = !x.includes('/')
  const from = isCounting && !isLogX ? Math.min(0, first) : first
  const to = isLive && isCounting ? growInSteps(last) : last
  return from < to ? [from, to] : [from, from === 0 ? 1 : from + Math.abs(from)]
}

function growInSteps(last: number): number {
  if (!(last > 0)) return last
  const step = 10 ** Math.floor(Math.log10(last)) * LIVE_STEP
  return Math.ceil(last / step + 1e-9) * step
}

/** A closer look has no end in numbers, but pixels have. */
const LEAST_SHARE = 1e-6

/** The wished range within the whole; null for the whole itself. */
export function limitRange(wish: Range, whole: Range, isLog: boolean): Range | null {
  const from = Math.max(wish[0], whole[0])
  const to = Math.min(wish[1], whole[1])
  if (!(from < to)) return null
  const measure = isLog ? Math.log : (value: number): number => value
  const span = measure(whole[1]) - measure(whole[0])
  const wide = measure(to) - measure(from)
  if (wide >= span * (1 - 1e-9)) return null
  if (wide >= span * LEAST_SHARE) return [from, to]
  const back = isLog ? Math.exp : (value: number): number => value
  const middle = (measure(from) + measure(to)) / 2
  const half = (span * LEAST_SHARE) / 2
  return [back(middle - half), back(middle + half)]
}
