/** F1: the harmonic mean of precision and recall. */
import { scoreClasses, share } from './count-decisions'
import type { Metric } from './metric'

export const f1: Metric = {
  kind: 'counted',
  counter: 'decisions',
  compute: (counts) =>
    scoreClasses(counts, ({ truePositives, falsePositives, falseNegatives }) =>
      share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
    )
}
