/** The table of metrics beside the loss. To add one: its file, and its line here. */
import type { MetricKey } from '@shared/metrics'
import { accuracy } from './accuracy'
import type { Metric } from './metric'

export const metricFunctions = { accuracy } as const satisfies Record<
  Exclude<MetricKey, 'loss'>,
  Metric
>
