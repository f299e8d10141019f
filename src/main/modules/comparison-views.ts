/** The named comparisons of the workspace, for the page. */
import { readComparisonViews, writeComparisonViews } from '@store/comparison-views'
import type { AppHandlers } from '../ipc'

/** @param file where the workspace keeps them */
export function createComparisonViews(
  file: string
): Pick<AppHandlers, 'getComparisonViews' | 'setComparisonViews'> {
  return {
    getComparisonViews() {
      const { views, problem } = readComparisonViews(file)
      return { views: [...views], problem }
    },
    setComparisonViews: ({ views }) => writeComparisonViews(file, views)
  }
}
