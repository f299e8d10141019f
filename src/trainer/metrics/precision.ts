/** Precision: of what the network calls a class, the share that is of this class. */
import { scoreClasses, share } from './count-decisions'
import type { Metric } from './metric'

export const precision: Metric = {
  kind: 'counted',
  counter: 'decisions',
  compute: (counts) =>
    scoreClasses(counts, ({ truePositives, falsePositives }) =>
      share(truePositives, truePositives + falsePositives)
    )
}
