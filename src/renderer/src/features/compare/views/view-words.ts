/** What is said of a view whose runs were deleted. */
import type { ComparisonView } from '@shared/comparison-views'

/** Null where all runs are there. */
export function describeGone({ comparison }: ComparisonView, gone: number): string | null {
  const all = comparison.runIds.length
  if (gone === 0) return null
  if (gone < all) return `${gone} of its ${all} runs ${gone === 1 ? 'was' : 'were'} deleted.`
  return all === 1 ? 'Its run was deleted.' : `All of its ${all} runs were deleted.`
}
