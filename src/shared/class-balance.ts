/** Whether classes have as many pictures as one another, in words. */
import { formatCount } from './format'

/** Less than this apart, classes count as equal: nobody would weigh them. */
const NOTABLE_RATIO = 1.1

/** A sentence on the counts of a part; what to do about it when they differ much. */
export function describeBalance(counts: readonly number[], names: readonly string[]): string {
  const present = counts.map((count, index) => ({ count, name: names[index] ?? String(index) }))
  const empty = present.filter(({ count }) => count === 0)
  if (empty.length > 0) {
    return `No pictures of ${empty.map(({ name }) => name).join(', ')}: a network cannot learn what it never sees.`
  }
  const sorted = [...present].sort((a, b) => a.count - b.count)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (!least || !most) return 'There are no classes.'
  if (least.count === most.count) return `Every class has ${formatCount(least.count)} pictures.`
  const ratio = most.count / least.count
  const ends = `${least.name} has the fewest (${formatCount(least.count)}), ${most.name} the most (${formatCount(most.count)})`
  return ratio < NOTABLE_RATIO
    ? `The classes are nearly equal: ${ends}.`
    : `The classes are not equal: ${ends}, ${ratio.toFixed(1)} times as many. Class weights in the experiment make up for it.`
}
