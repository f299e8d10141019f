/** What training looks at: the loss and the metrics of a batch, computed where the tensors are. */
import type { Experiment } from '@shared/experiment'
import { metricKeys, type MetricKey } from '@shared/metrics'
import { lossFunctions } from './losses'
import { metricFunctions } from './metrics'
import { clipGradients } from './optimizers/clip-gradients'
import { tf, type Scalar, type Tensor } from './tf'

export interface Objective {
  /** The loss, then the metrics, in the order of the values. */
  readonly keys: readonly MetricKey[]
  /**
   * The mean over a batch of each key; the first is the loss, through which gradients flow. Class weights count in
   * training alone, as in Keras.
   */
  computeMeans(
    logits: Tensor,
    labels: Tensor,
    mode: { isTraining: boolean }
  ): readonly [Scalar, ...Scalar[]]
  /** The gradients as the optimizer takes them: within the limit that the experiment sets. */
  limitGradients(gradients: readonly Tensor[]): readonly Tensor[]
}

/** The mean of each key over some examples. */
export type MetricValues = Partial<Record<MetricKey, number>>

export type ObjectiveSettings = Pick<
  Experiment['training'],
  'loss' | 'labelSmoothing' | 'classWeights' | 'gradientClipping'
>

/** All metrics are computed, because they cost next to nothing beside a step; the loop records those that were asked for. */
export function createObjective(settings: ObjectiveSettings): Objective {
  const { classWeights, gradientClipping } = settings
  const loss = lossFunctions[settings.loss]
  const others = metricKeys.filter((key): key is Exclude<MetricKey, 'loss'> => key !== 'loss')
  return {
    keys: ['loss', ...others],
    computeMeans(logits, labels, { isTraining }) {
      const losses = loss.computePerExample(logits, labels, settings)
      const weighted =
        isTraining && classWeights ? tf.mul(losses, weigh(labels, classWeights)) : losses
      return [
        tf.mean(weighted),
        ...others.map((key) =>
          tf.mean<Scalar>(metricFunctions[key].computePerExample(logits, labels))
        )
      ]
    },
    limitGradients: (gradients) => clipGradients(gradients, gradientClipping)
  }
}

/** The weight of the class of each example, [batch]. */
function weigh(labels: Tensor, classWeights: readonly number[]): Tensor {
  return tf.gather(tf.tensor1d([...classWeights]), labels)
}
