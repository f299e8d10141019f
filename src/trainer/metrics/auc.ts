/** AUC: the area under the ROC curve over 200 thresholds, with the formula of Keras 3 (trapezoids). */
import { share } from './count-decisions'
import { THRESHOLDS } from './count-thresholds'
import type { Metric } from './metric'

export const auc: Metric = {
  kind: 'counted',
  counter: 'thresholds',
  compute(counts) {
    const recall = computeShares(counts.slice(0, THRESHOLDS))
    const fallOut = computeShares(counts.slice(THRESHOLDS))
    return recall.reduce((area, height, index) => {
      const next = recall[index + 1] ?? 0
      const width = (fallOut[index] ?? 0) - (fallOut[index + 1] ?? 0)
      return index + 1 < THRESHOLDS ? area + (width * (height + next)) / 2 : area
    }, 0)
  }
}

/** For each threshold, the share of the answers that lie above it. */
function computeShares(buckets: readonly number[]): number[] {
  const total = buckets.reduce((sum, count) => sum + count, 0)
  let below = 0
  return buckets.map((count) => {
    const above = total - below
    below += count
    return share(above, total)
  })
}
