/** Which class is taken for which: the confusion matrix, and the scores of each class that follow from it. */

/** [true class, predicted class] in one row, and how many classes there are. */
export interface Confusion {
  readonly classCount: number
  readonly counts: Uint32Array
}

/** NaN where there is nothing to divide by: no picture of the class, or none that was called so. */
export interface ClassScore {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Pictures that are of the class. */
  readonly support: number
}

/** The most probable class of each picture; the first one of equals, and never one that is not a number. */
export function findPredictions(probabilities: Float32Array, classCount: number): Uint16Array {
  const predictions = new Uint16Array(Math.floor(probabilities.length / classCount))
  for (let picture = 0; picture < predictions.length; picture++) {
    const start = picture * classCount
    let best = 0
    let highest = -Infinity
    for (let one = 0; one < classCount; one++) {
      const probability = probabilities[start + one] ?? NaN
      if (probability > highest) [best, highest] = [one, probability]
    }
    predictions[picture] = best
  }
  return predictions
}

/** Counts each pair of a true class and a predicted one. */
export function countConfusion(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classCount: number
): Confusion {
  const counts = new Uint32Array(classCount * classCount)
  for (let picture = 0; picture < labels.length; picture++) {
    const cell = (labels[picture] ?? 0) * classCount + (predictions[picture] ?? 0)
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return { classCount, counts }
}

/** How many pictures of `label` are taken for `predicted`. */
export function confusionAt(
  { classCount, counts }: Confusion,
  label: number,
  predicted: number
): number {
  return counts[label * classCount + predicted] ?? 0
}

/** How many pictures are of each class. */
export function rowSums(confusion: Confusion): number[] {
  return sumLines(confusion, (line, place) => confusionAt(confusion, line, place))
}

/** How many pictures are taken for each class. */
export function columnSums(confusion: Confusion): number[] {
  return sumLines(confusion, (line, place) => confusionAt(confusion, place, line))
}

function sumLines(
  { classCount }: Confusion,
  read: (line: number, place: number) => number
): number[] {
  return Array.from({ length: classCount }, (_, line) => {
    let sum = 0
    for (let place = 0; place < classCount; place++) sum += read(line, place)
    return sum
  })
}

/** Precision, recall and F1 of each class. */
export function scoreClasses(confusion: Confusion): ClassScore[] {
  const supports = rowSums(confusion)
  const called = columnSums(confusion)
  return supports.map((support, index) => {
    const right = confusionAt(confusion, index, index)
    const callCount = called[index] ?? 0
    return {
      precision: right / callCount,
      recall: right / support,
      f1: (2 * right) / (callCount + support),
      support
    }
  })
}

export const classScoreKeys = ['precision', 'recall', 'f1'] as const
export type ClassScoreKey = (typeof classScoreKeys)[number]

/** The mean over the classes; a score that there is none of counts as 0, as scikit-learn has it. */
export function averageScores(scores: readonly ClassScore[], key: ClassScoreKey): number {
  const sum = scores.reduce((total, score) => total + (score[key] || 0), 0)
  return sum / scores.length
}

/** How many are right. */
export function countRight(confusion: Confusion): number {
  let right = 0
  for (let one = 0; one < confusion.classCount; one++) right += confusionAt(confusion, one, one)
  return right
}

export interface ConfusionChange {
  readonly label: number
  readonly predicted: number
  readonly before: number
  readonly after: number
}

/** The mistakes that changed most, the largest change first. */
export function findChanges(before: Confusion, after: Confusion, most: number): ConfusionChange[] {
  const changes: ConfusionChange[] = []
  for (let label = 0; label < before.classCount; label++) {
    for (let predicted = 0; predicted < before.classCount; predicted++) {
      const [was, is] = [
        confusionAt(before, label, predicted),
        confusionAt(after, label, predicted)
      ]
      if (label !== predicted && was !== is)
        changes.push({ label, predicted, before: was, after: is })
    }
  }
  const sizeOf = (change: ConfusionChange): number => Math.abs(change.after - change.before)
  return changes.sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, most)
}

/** `cat → dog fell from 187 to 121`. */
export function describeChange(
  { label, predicted, before, after }: ConfusionChange,
  classNames: readonly string[]
): string {
  const nameOf = (one: number): string => classNames[one] ?? String(one)
  const verb = after < before ? 'fell' : 'rose'
  return `${nameOf(label)} → ${nameOf(predicted)} ${verb} from ${before} to ${after}`
}
