/** The mean of each metric over batches of different sizes, as Keras reports an epoch. */
import type { MetricKey } from '@shared/metrics'
import type { MetricValues } from './objective'

export interface WeightedMeans {
  /** Adds the means over `weight` examples. */
  add(values: MetricValues, weight: number): void
  getMeans(): MetricValues
  /** What was added so far, for a checkpoint in the middle of an epoch. */
  getSums(): WeightedSums
}

export interface WeightedSums {
  readonly values: MetricValues
  readonly weight: number
}

export const NOTHING_SUMMED: WeightedSums = { values: {}, weight: 0 }

export function createWeightedMeans(from: WeightedSums = NOTHING_SUMMED): WeightedMeans {
  const sums = new Map(Object.entries(from.values) as [MetricKey, number][])
  let total = from.weight
  return {
    add(values, weight) {
      total += weight
      for (const [key, value] of Object.entries(values) as [MetricKey, number][]) {
        sums.set(key, (sums.get(key) ?? 0) + value * weight)
      }
    },
    getMeans: () => Object.fromEntries([...sums].map(([key, sum]) => [key, sum / total])),
    getSums: () => ({ values: Object.fromEntries(sums), weight: total })
  }
}
