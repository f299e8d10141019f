/** Curves of another program on their way into the form of a run's own: MetricBatches. */
import { metricScopes, type MetricBatch, type MetricScope, type SeriesName } from '../metrics'

export interface CurvePoint {
  readonly step: number
  /** Milliseconds since the run began. */
  readonly elapsedMs: number
  readonly value: number
}

export interface Curve {
  readonly scope: MetricScope
  readonly series: SeriesName
  readonly points: readonly CurvePoint[]
}

/** Rows of one batch: a log of any length is read in pieces. */
const ROWS = 10_000

/** All curves as the batches of a metric log. Where a step is named twice, the later point counts. */
export function curvesToBatches(runId: string, curves: readonly Curve[]): MetricBatch[] {
  const batches = metricScopes.flatMap((scope) => {
    const table = joinCurves(curves.filter((curve) => curve.scope === scope))
    return cutTable(table).map((part) => ({ runId, scope, ...part }))
  })
  return batches.map((batch, index) => ({ ...batch, seq: index + 1 }))
}

type Table = Pick<MetricBatch, 'steps' | 'elapsedMs' | 'columns'>

function joinCurves(curves: readonly Curve[]): Table {
  const times = new Map<number, number>()
  for (const { step, elapsedMs } of curves.flatMap(({ points }) => points)) {
    times.set(step, Math.max(times.get(step) ?? 0, elapsedMs))
  }
  const steps = Float64Array.from(times.keys()).sort()
  const rows = new Map(Array.from(steps, (step, row) => [step, row]))
  const columns: Partial<Record<SeriesName, Float64Array>> = {}
  for (const { series, points } of curves) {
    const column = (columns[series] ??= new Float64Array(steps.length).fill(NaN))
    for (const { step, value } of points) column[rows.get(step) ?? 0] = value
  }
  return { steps, elapsedMs: steps.map((step) => times.get(step) ?? 0), columns }
}

function cutTable({ steps, elapsedMs, columns }: Table): Table[] {
  const count = Math.ceil(steps.length / ROWS)
  return Array.from({ length: count }, (_, index) => {
    const cut = (values: Float64Array): Float64Array =>
      values.slice(index * ROWS, (index + 1) * ROWS)
    return {
      steps: cut(steps),
      elapsedMs: cut(elapsedMs),
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [name, cut(values)])
      )
    }
  })
}
