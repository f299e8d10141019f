/** Counts how surely the network says yes where yes is right, and where it is wrong: the two histograms behind a ROC curve. */
import type { ScoredBatch } from './counters'

/** Keras' default for AUC. */
export const THRESHOLDS = 200

/**
 * THRESHOLDS buckets of the right answers, then as many of the wrong ones. Every output is a yes or no of its own, as
 * in Keras with one-hot rows.
 */
export function countThresholds({ probabilities, labels, outputs }: ScoredBatch): number[] {
  const counts = new Array<number>(2 * THRESHOLDS).fill(0)
  for (let row = 0; row < labels.length; row++) {
    for (let output = 0; output < outputs; output++) {
      const isYes = labels[row] === (outputs === 1 ? 1 : output)
      const bucket = findBucket(probabilities[row * outputs + output] ?? 0)
      const place = isYes ? bucket : THRESHOLDS + bucket
      counts[place] = (counts[place] ?? 0) + 1
    }
  }
  return counts
}

/** The last threshold below a probability, in float32 as Keras computes it. What is no number counts as a no. */
function findBucket(probability: number): number {
  const bucket = Math.ceil(Math.fround(probability * (THRESHOLDS - 1))) - 1
  return bucket > 0 ? Math.min(bucket, THRESHOLDS - 1) : 0
}
