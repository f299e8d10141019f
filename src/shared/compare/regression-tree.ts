/** A regression tree as CART grows it: each split takes away as much of the squared error as one split can. */

/** Rows of numbers, all of one length. */
export type Rows = readonly (readonly number[])[]

export type RegressionTree =
  | { readonly kind: 'leaf'; readonly value: number }
  | {
      readonly kind: 'split'
      readonly feature: number
      readonly threshold: number
      readonly left: RegressionTree
      readonly right: RegressionTree
    }

/** Grows a tree until each leaf is pure or a split would leave fewer than `leastInLeaf` rows on a side. */
export function growTree(
  rows: Rows,
  targets: readonly number[],
  { leastInLeaf }: { leastInLeaf: number }
): RegressionTree {
  const split = findSplit(rows, targets, leastInLeaf)
  if (split === null) return { kind: 'leaf', value: sum(targets) / targets.length }
  const { feature, threshold } = split
  const sides = [[], []] as [number[], number[]]
  rows.forEach((row, index) => sides[(row[feature] ?? NaN) <= threshold ? 0 : 1].push(index))
  const [left, right] = sides.map((indices) =>
    growTree(pick(rows, indices), pick(targets, indices), { leastInLeaf })
  ) as [RegressionTree, RegressionTree]
  return { kind: 'split', feature, threshold, left, right }
}

/** What a tree says of one row. */
export function askTree(tree: RegressionTree, row: readonly number[]): number {
  let node = tree
  while (node.kind === 'split') {
    node = (row[node.feature] ?? NaN) <= node.threshold ? node.left : node.right
  }
  return node.value
}

interface Split {
  readonly feature: number
  readonly threshold: number
  readonly gain: number
}

function findSplit(rows: Rows, targets: readonly number[], leastInLeaf: number): Split | null {
  let best: Split | null = null
  for (let feature = 0; feature < (rows[0]?.length ?? 0); feature++) {
    const split = findSplitOf(feature, rows, targets, leastInLeaf)
    // A gain that is rounding only would split by chance.
    if (split && split.gain > (best?.gain ?? 0) + 1e-12) best = split
  }
  return best
}

function findSplitOf(
  feature: number,
  rows: Rows,
  targets: readonly number[],
  leastInLeaf: number
): Split | null {
  const pairs = rows
    .map((row, index) => [row[feature] ?? NaN, targets[index] ?? NaN] as const)
    .sort((a, b) => a[0] - b[0])
  const total = sum(targets)
  const count = pairs.length
  let best: Split | null = null
  let before = 0
  for (let size = 1; size < count; size++) {
    const [value, target] = pairs[size - 1] ?? [NaN, NaN]
    const next = pairs[size]?.[0] ?? NaN
    before += target
    if (value === next || size < leastInLeaf || count - size < leastInLeaf) continue
    // How far the squared error falls: what the two means explain more than the one.
    const gain = before ** 2 / size + (total - before) ** 2 / (count - size) - total ** 2 / count
    if (gain > (best?.gain ?? 0)) best = { feature, threshold: (value + next) / 2, gain }
  }
  return best
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

function pick<T>(values: readonly T[], indices: readonly number[]): T[] {
  return indices.map((index) => values[index] as T)
}
