/** Counts, for each class, how often it was said rightly, said wrongly, and missed. */
import type { ScoredBatch } from './counters'

export interface ClassCounts {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
}

/** Three numbers a class: true positives, false positives, false negatives. A single output decides between two classes. */
export function countDecisions({ probabilities, labels, outputs }: ScoredBatch): number[] {
  const counts = new Array<number>(3 * Math.max(2, outputs)).fill(0)
  const add = (classNumber: number, place: number) => {
    counts[3 * classNumber + place] = (counts[3 * classNumber + place] ?? 0) + 1
  }
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? 0
    const predicted = decide(probabilities, row * outputs, outputs)
    if (predicted === label) add(label, 0)
    else {
      add(predicted, 1)
      add(label, 2)
    }
  }
  return counts
}

/** As accuracy decides: a single output above a half is class 1, of several the largest is meant. */
function decide(probabilities: ArrayLike<number>, start: number, outputs: number): number {
  if (outputs === 1) return (probabilities[start] ?? 0) > 0.5 ? 1 : 0
  let best = 0
  for (let i = 1; i < outputs; i++) {
    if ((probabilities[start + i] ?? 0) > (probabilities[start + best] ?? 0)) best = i
  }
  return best
}

/**
 * A score of a task with two classes is that of class 1 ("yes"); with more, it is the mean over the classes that occur
 * as a label or as an answer: scikit-learn's average='binary' and 'macro'.
 */
export function scoreClasses(
  counts: readonly number[],
  score: (counts: ClassCounts) => number
): number {
  const classes = Array.from({ length: counts.length / 3 }, (_, index) => ({
    truePositives: counts[3 * index] ?? 0,
    falsePositives: counts[3 * index + 1] ?? 0,
    falseNegatives: counts[3 * index + 2] ?? 0
  }))
  const [, yes] = classes
  if (yes && classes.length === 2) return score(yes)
  const occurring = classes.filter(
    (one) => one.truePositives + one.falsePositives + one.falseNegatives > 0
  )
  return occurring.reduce((sum, one) => sum + score(one), 0) / occurring.length
}

/** scikit-learn's zero_division=0: a share of nothing is none. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
