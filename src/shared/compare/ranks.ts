/** How strongly one thing orders another: Spearman's rank correlation, and for words the effect of Kruskal and Wallis. */

/** From 1; equal values share the mean of their places. */
export function rankValues(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => at(values, a) - at(values, b))
  const ranks = new Array<number>(values.length).fill(0)
  for (let first = 0; first < order.length;) {
    let next = first + 1
    while (next < order.length && valueAt(values, order, next) === valueAt(values, order, first)) {
      next++
    }
    for (let place = first; place < next; place++) ranks[at(order, place)] = (first + next + 1) / 2
    first = next
  }
  return ranks
}

/** Spearman's rho, -1 to 1, with ties; NaN when one of both is the same everywhere. */
export function computeRankCorrelation(one: readonly number[], other: readonly number[]): number {
  return correlate(rankValues(one), rankValues(other))
}

/** Pearson's correlation of numbers that are ranks already. */
export function correlate(one: readonly number[], other: readonly number[]): number {
  const [meanOne, meanOther] = [mean(one), mean(other)]
  let [together, alone, otherAlone] = [0, 0, 0]
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [at(one, i) - meanOne, at(other, i) - meanOther]
    together += a * b
    alone += a * a
    otherAlone += b * b
  }
  return together / Math.sqrt(alone * otherAlone)
}

/**
 * The H of Kruskal and Wallis (1952), corrected for ties, and its effect: the share of the ranks' variance that groups
 * explain beyond what so many groups explain by chance, (H - k + 1) / (n - k), 0 to 1 (Tomczak and Tomczak 2014).
 */
export function computeGroupEffect(
  groups: readonly string[],
  ranks: readonly number[]
): { readonly h: number; readonly effect: number } {
  const count = ranks.length
  const sums = new Map<string, { sum: number; size: number }>()
  groups.forEach((group, index) => {
    const before = sums.get(group) ?? { sum: 0, size: 0 }
    sums.set(group, { sum: before.sum + at(ranks, index), size: before.size + 1 })
  })
  const middle = (count + 1) / 2
  const between = [...sums.values()]
    .map(({ sum, size }) => size * (sum / size - middle) ** 2)
    .reduce((a, b) => a + b, 0)
  const total = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0)
  const h = ((count - 1) * between) / total
  const effect = (h - sums.size + 1) / (count - sums.size)
  return { h, effect: Math.min(1, Math.max(0, effect)) }
}

/** The mean of some values; NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const at = (values: readonly number[], index: number): number => values[index] ?? NaN
const valueAt = (values: readonly number[], order: readonly number[], place: number): number =>
  at(values, at(order, place))
