/** Recall: of what is of a class, the share that the network calls so. */
import { scoreClasses, share } from './count-decisions'
import type { Metric } from './metric'

export const recall: Metric = {
  kind: 'counted',
  counter: 'decisions',
  compute: (counts) =>
    scoreClasses(counts, ({ truePositives, falseNegatives }) =>
      share(truePositives, truePositives + falseNegatives)
    )
}
