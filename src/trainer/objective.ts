/** What training looks at: the loss and the metrics of a batch, computed where the tensors are. */
import type { Experiment } from '@shared/experiment'
import { metricKeys, type MetricKey } from '@shared/metrics'
import { lossFunctions } from './losses'
import { metricFunctions } from './metrics'
import { tf, type Scalar, type Tensor } from './tf'

export interface Objective {
  /** The loss, then the metrics, in the order of the values. */
  readonly keys: readonly MetricKey[]
  /** The mean over a batch of each key; the first is the loss, through which gradients flow. */
  computeMeans(logits: Tensor, labels: Tensor): readonly [Scalar, ...Scalar[]]
}

/** The mean of each key over some examples. */
export type MetricValues = Partial<Record<MetricKey, number>>

/** All metrics are computed, because they cost next to nothing beside a step; the loop records those that were asked for. */
export function createObjective({ loss }: Pick<Experiment['training'], 'loss'>): Objective {
  const others = metricKeys.filter((key): key is Exclude<MetricKey, 'loss'> => key !== 'loss')
  return {
    keys: ['loss', ...others],
    computeMeans: (logits, labels) => [
      tf.mean(lossFunctions[loss].computePerExample(logits, labels)),
      ...others.map((key) =>
        tf.mean<Scalar>(metricFunctions[key].computePerExample(logits, labels))
      )
    ]
  }
}
