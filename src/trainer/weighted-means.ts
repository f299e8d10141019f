/** Each metric over batches of different sizes, as Keras reports an epoch: means of examples, and sums of counts. */
import type { MetricKey } from '@shared/metrics'
import { computeFromCounts } from './metrics'
import { addCounts, type Counts } from './metrics/counters'
import { COUNTS, type MetricValues } from './objective'

export interface WeightedMeans {
  /** Adds the means over `weight` examples, and what was counted in them. */
  add(values: MetricValues, weight: number): void
  /** The means, and what follows from the counts. */
  getMeans(): MetricValues
  /** What was added so far, for a checkpoint in the middle of an epoch. */
  getSums(): WeightedSums
}

/** Plain numbers. */
export interface WeightedSums {
  readonly values: Partial<Record<MetricKey, number>>
  readonly counts: Counts
  readonly weight: number
}

export const NOTHING_SUMMED: WeightedSums = { values: {}, counts: {}, weight: 0 }

export function createWeightedMeans(from: WeightedSums = NOTHING_SUMMED): WeightedMeans {
  const sums = new Map(Object.entries(from.values) as [MetricKey, number][])
  let total = from.weight
  let { counts } = from
  return {
    add(values, weight) {
      total += weight
      counts = addCounts(counts, values[COUNTS] ?? {})
      for (const [key, value] of Object.entries(values) as [MetricKey, number][]) {
        sums.set(key, (sums.get(key) ?? 0) + value * weight)
      }
    },
    getMeans: () => ({
      ...Object.fromEntries([...sums].map(([key, sum]) => [key, sum / total])),
      ...computeFromCounts(counts)
    }),
    getSums: () => ({ values: Object.fromEntries(sums), counts, weight: total })
  }
}
