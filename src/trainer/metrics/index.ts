/** The table of metrics beside the loss. To add one: its file, and its line here. */
import type { MetricKey } from '@shared/metrics'
import { accuracy } from './accuracy'
import { auc } from './auc'
import type { Counts } from './counters'
import { f1 } from './f1'
import type { CountedMetric, ExampleMetric, Metric } from './metric'
import { precision } from './precision'
import { recall } from './recall'
import { topKAccuracy } from './top-k-accuracy'

type OtherKey = Exclude<MetricKey, 'loss'>

const table: Readonly<Record<OtherKey, Metric>> = {
  accuracy,
  topKAccuracy,
  precision,
  recall,
  f1,
  auc
}
const entries = Object.entries(table) as [OtherKey, Metric][]

/** The metrics that are means of the values of examples. */
export const exampleMetrics = entries.filter(
  (entry): entry is [OtherKey, ExampleMetric] => entry[1].kind === 'per-example'
)

/** The metrics that are computed from counts. */
export const countedMetrics = entries.filter(
  (entry): entry is [OtherKey, CountedMetric] => entry[1].kind === 'counted'
)

/** All that can be said from some counts. */
export function computeFromCounts(counts: Counts): Partial<Record<MetricKey, number>> {
  return Object.fromEntries(
    countedMetrics.flatMap(([key, metric]) => {
      const own = counts[metric.counter]
      return own ? [[key, metric.compute(own)]] : []
    })
  )
}
