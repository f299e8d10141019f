/** What training looks at: the loss and the metrics of a batch, computed where the tensors are. */
import type { Experiment } from '@shared/experiment'
import type { MetricKey } from '@shared/metrics'
import { lossFunctions } from './losses'
import { countedMetrics, exampleMetrics } from './metrics'
import type { CounterKey, Counts } from './metrics/counters'
import { clipGradients } from './optimizers/clip-gradients'
import type { Blend } from './resident-dataset'
import { tf, type Scalar, type Tensor } from './tf'

export interface Objective {
  /** The loss, then the metrics that are means, in the order of the values. */
  readonly keys: readonly MetricKey[]
  /** What is counted in each batch, for the metrics that are no means. */
  readonly counters: readonly CounterKey[]
  /**
   * The mean over a batch of each key; the first is the loss, through which gradients flow. Class weights count in
   * training alone, as in Keras. Of pictures that were mixed of two, the losses of both labels count by their shares,
   * which for a cross-entropy is the loss of the mixed label; the metrics ask for the label of the larger share.
   */
  computeMeans(
    logits: Tensor,
    labels: Tensor,
    mode: { isTraining: boolean; blend?: Blend | undefined }
  ): readonly [Scalar, ...Scalar[]]
  /** The gradients as the optimizer takes them: within the limit that the experiment sets. */
  limitGradients(gradients: readonly Tensor[]): readonly Tensor[]
}

/** Where the counts of some examples are kept beside their means: whoever lists the means does not meet them. */
export const COUNTS = Symbol('counts')

/** The mean of each key over some examples, and what was counted in them. */
export type MetricValues = Partial<Record<MetricKey, number>> & { readonly [COUNTS]?: Counts }

export type ObjectiveSettings = Pick<
  Experiment['training'],
  'loss' | 'metrics' | 'labelSmoothing' | 'classWeights' | 'gradientClipping'
>

/** The accuracy is always computed: it costs next to nothing, and a test result has it. */
export function createObjective(settings: ObjectiveSettings): Objective {
  const { classWeights, gradientClipping } = settings
  const isWanted = (key: MetricKey) => key === 'accuracy' || settings.metrics.includes(key)
  const loss = lossFunctions[settings.loss]
  const others = exampleMetrics.filter(([key]) => isWanted(key))
  const counted = countedMetrics.filter(([key]) => isWanted(key))
  return {
    keys: ['loss', ...others.map(([key]) => key)],
    counters: [...new Set(counted.map(([, { counter }]) => counter))],
    computeMeans(logits, labels, { isTraining, blend }) {
      const computeLosses = (labels: Tensor): Tensor => {
        const losses = loss.computePerExample(logits, labels, settings)
        return isTraining && classWeights ? tf.mul(losses, weigh(labels, classWeights)) : losses
      }
      const own = computeLosses(labels)
      const losses = blend ? mix(own, computeLosses(blend.labels), blend.share) : own
      return [
        tf.mean(losses),
        ...others.map(([, metric]) => tf.mean<Scalar>(metric.computePerExample(logits, labels)))
      ]
    },
    limitGradients: (gradients) => clipGradients(gradients, gradientClipping)
  }
}

/** The share of the one and the rest of the other, [batch]. */
function mix(own: Tensor, other: Tensor, share: Tensor): Tensor {
  return tf.add(tf.mul(share, own), tf.mul(tf.sub(1, share), other))
}

/** The weight of the class of each example, [batch]. */
function weigh(labels: Tensor, classWeights: readonly number[]): Tensor {
  return tf.gather(tf.tensor1d([...classWeights]), labels)
}
