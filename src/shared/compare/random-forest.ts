/** A small random forest, and what it loses when one feature is shuffled: Breiman's (2001) permutation importance. */
import { computePermutation, createRandomStream, type RandomStream } from '../random'
import { mean } from './ranks'
import { askTree, growTree, type RegressionTree, type Rows } from './regression-tree'

/** The mean of so many shuffles; one alone depends on its luck. */
const SHUFFLES = 10

export interface ForestOptions {
  readonly trees: number
  readonly seed: number
  readonly leastInLeaf: number
}

export interface ForestImportance {
  /** One a feature: how much of the variance is explained less when the feature is shuffled; below 0 by chance only. */
  readonly importances: readonly number[]
  /** R² of rows that a tree has not seen; 0 and less: the forest knows no more than the mean does. */
  readonly explained: number
}

interface Grown {
  readonly tree: RegressionTree
  /** The rows that were not drawn for it. */
  readonly unseen: readonly number[]
}

/** @param features the columns of each feature: one for a number, one a word for words, shuffled together */
export function measureForestImportance(
  rows: Rows,
  targets: readonly number[],
  features: readonly (readonly number[])[],
  { trees, seed, leastInLeaf }: ForestOptions
): ForestImportance {
  const stream = createRandomStream(seed, 'forest')
  const forest = Array.from({ length: trees }, () => growOne(rows, targets, stream, leastInLeaf))
  const explained = explainUnseen(forest, rows, targets)
  const importances = features.map((columns, index) => {
    const shuffling = createRandomStream(seed, `shuffle ${index}`)
    const left = Array.from({ length: SHUFFLES }, () =>
      explainUnseen(forest, shuffle(rows, columns, shuffling), targets)
    )
    return explained - mean(left)
  })
  return { importances, explained }
}

function growOne(
  rows: Rows,
  targets: readonly number[],
  stream: RandomStream,
  leastInLeaf: number
): Grown {
  const drawn = rows.map(() => stream.nextBelow(rows.length))
  const seen = new Set(drawn)
  return {
    tree: growTree(
      drawn.map((index) => rows[index] ?? []),
      drawn.map((index) => targets[index] ?? NaN),
      { leastInLeaf }
    ),
    unseen: rows.map((_, index) => index).filter((index) => !seen.has(index))
  }
}

/** R² of the mean answer of those trees that have not seen the row. */
function explainUnseen(forest: readonly Grown[], rows: Rows, targets: readonly number[]): number {
  const sums = rows.map(() => 0)
  const counts = rows.map(() => 0)
  for (const { tree, unseen } of forest) {
    for (const index of unseen) {
      sums[index] = (sums[index] ?? 0) + askTree(tree, rows[index] ?? [])
      counts[index] = (counts[index] ?? 0) + 1
    }
  }
  const known = targets.flatMap((target, index) => {
    const count = counts[index] ?? 0
    return count > 0 ? [{ target, answer: (sums[index] ?? NaN) / count }] : []
  })
  const middle = mean(known.map(({ target }) => target))
  const error = mean(known.map(({ answer, target }) => (answer - target) ** 2))
  return 1 - error / mean(known.map(({ target }) => (target - middle) ** 2))
}

/** Each row with the columns of another one; one shuffle for all trees, as their mean would hide what each of them loses. */
function shuffle(rows: Rows, columns: readonly number[], stream: RandomStream): Rows {
  const order = computePermutation(rows.length, stream)
  return rows.map((row, index) => {
    const changed = [...row]
    for (const column of columns) changed[column] = rows[order[index] ?? 0]?.[column] ?? NaN
    return changed
  })
}
