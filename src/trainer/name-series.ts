/** The values of a part under the names of their series. */
import { seriesName, type DataPart, type MetricKey, type SeriesName } from '@shared/metrics'
import type { MetricValues } from './objective'

/** The loss, and those of the metrics that are `wanted`. */
export function nameSeries(
  part: DataPart,
  values: MetricValues,
  wanted: readonly MetricKey[]
): Partial<Record<SeriesName, number>> {
  const named: Partial<Record<SeriesName, number>> = {}
  for (const [key, value] of Object.entries(values) as [MetricKey, number][]) {
    if (key === 'loss' || wanted.includes(key)) named[seriesName(part, key)] = value
  }
  return named
}
