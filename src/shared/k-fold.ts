/** k-fold splits, member for member those of scikit-learn's KFold and StratifiedKFold with shuffle=True. */
import { createNumpyRandom } from './numpy-random'
import type { Split } from './stratified-split'

export interface FoldSettings {
  readonly folds: number
  /** Which of them validates, from 1. */
  readonly fold: number
  readonly seed: number
  /** Each fold with the same share of each class. */
  readonly isStratified: boolean
}

/** Why labels cannot be split so, as a sentence; null when they can. */
export function findFoldError(
  labels: ArrayLike<number>,
  { folds, fold, isStratified }: FoldSettings
): string | null {
  if (fold > folds) {
    return `dataset.validation.fold ${fold} is none of ${folds} folds. Choose one from 1 to ${folds}.`
  }
  if (labels.length < folds) {
    return `dataset.validation.folds ${folds} are more than the ${labels.length} pictures. Choose fewer folds.`
  }
  const largest = Math.max(...countClasses(labels).values())
  return isStratified && largest < folds
    ? `dataset.validation.folds ${folds} are more than the ${largest} pictures of the largest class. Choose fewer folds.`
    : null
}

/** How many of `count` pictures the fold validates with: the first folds have one more where it does not come out even. */
export function countFold(
  count: number,
  { folds, fold }: Pick<FoldSettings, 'folds' | 'fold'>
): number {
  return Math.floor(count / folds) + (fold <= count % folds ? 1 : 0)
}

/** Both sides of a fold; indices ascend, as scikit-learn gives them. */
export function splitFold(labels: Int32Array, settings: FoldSettings): Split {
  const folds = settings.isStratified
    ? assignStratified(labels, settings)
    : assignEvenly(labels.length, settings)
  const all = Int32Array.from(labels, (_, index) => index)
  const own = settings.fold - 1
  return {
    train: all.filter((index) => folds[index] !== own),
    validation: all.filter((index) => folds[index] === own)
  }
}

/** KFold(shuffle=True): stretches of a shuffled list; the first ones are longer by one where it does not come out even. */
function assignEvenly(count: number, { folds, seed }: FoldSettings): Int32Array {
  const order = createNumpyRandom(seed).permute(Int32Array.from({ length: count }, (_, i) => i))
  const assigned = new Int32Array(count)
  let start = 0
  for (let fold = 0; fold < folds; fold++) {
    const size = countFold(count, { folds, fold: fold + 1 })
    for (const index of order.subarray(start, start + size)) assigned[index] = fold
    start += size
  }
  return assigned
}

/** StratifiedKFold(shuffle=True): classes in the order in which they first appear, each shuffled over the folds. */
function assignStratified(labels: Int32Array, { folds, seed }: FoldSettings): Int32Array {
  const random = createNumpyRandom(seed)
  const assigned = new Int32Array(labels.length)
  const classes = countClasses(labels)
  let before = 0
  for (const [label, count] of classes) {
    // Sorted by class, every folds-th picture goes to the same fold.
    const own = Array.from({ length: folds }, (_, fold) =>
      countEvery(before, count, { folds, fold })
    )
    const spread = Int32Array.from(own.flatMap((size, fold) => new Array<number>(size).fill(fold)))
    const shuffled = random.permute(spread)
    let next = 0
    labels.forEach((one, index) => {
      if (one === label) assigned[index] = shuffled[next++] as number
    })
    before += count
  }
  return assigned
}

/** How many of the places before .. before + count are at `fold`, counted by `folds`. */
function countEvery(
  before: number,
  count: number,
  { folds, fold }: { folds: number; fold: number }
): number {
  const upTo = (end: number): number => Math.max(0, Math.ceil((end - fold) / folds))
  return upTo(before + count) - upTo(before)
}

/** In the order in which the classes first appear. */
function countClasses(labels: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] as number
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return counts
}
