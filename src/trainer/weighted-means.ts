/** The mean of each metric over batches of different sizes, as Keras reports an epoch. */
import type { MetricKey } from '@shared/metrics'
import type { MetricValues } from './objective'

export interface WeightedMeans {
  /** Adds the means over `weight` examples. */
  add(values: MetricValues, weight: number): void
  getMeans(): MetricValues
}

export function createWeightedMeans(): WeightedMeans {
  const sums = new Map<MetricKey, number>()
  let total = 0
  return {
    add(values, weight) {
      total += weight
      for (const [key, value] of Object.entries(values) as [MetricKey, number][]) {
        sums.set(key, (sums.get(key) ?? 0) + value * weight)
      }
    },
    getMeans: () => Object.fromEntries([...sums].map(([key, sum]) => [key, sum / total]))
  }
}
