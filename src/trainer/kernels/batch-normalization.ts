/** Batch normalisation in one native operation forward and one backward, where tfjs composes about thirty. */
import { executeOpForOutputs, tf, type Tensor } from '../tf'
import { channelsLast, float32 } from './attributes'
import { at, withGradient } from './with-gradient'

export interface NormalizedBatch {
  /** (x - mean) / sqrt(variance + epsilon) * gamma + beta, of the shape of `x`. */
  readonly value: Tensor
  /** Mean of each channel over the batch. */
  readonly mean: Tensor
  /** Variance of each channel over the batch, of the population as Keras has it: divided by n, not n - 1. */
  readonly variance: Tensor
}

/**
 * Normalises `x` [batch, height, width, channels] by its own statistics; gradients flow to x, gamma and beta.
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/FusedBatchNormV3
 */
export function normalizeBatch(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number
): NormalizedBatch {
  const attributes = {
    T: float32,
    U: float32,
    epsilon: { float: epsilon },
    ...channelsLast,
    is_training: true
  }
  let mean: Tensor | undefined
  let variance: Tensor | undefined
  const value = withGradient([x, gamma, beta], () => {
    const none = tf.tensor1d([])
    const outputs = executeOpForOutputs(
      'FusedBatchNormV3',
      { ...attributes, exponential_avg_factor: { float: 1 } },
      [x, gamma, beta, none, none],
      6
    )
    const [y, batchMean, batchVariance, savedMean, savedVariance, reserve] = outputs as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor
    ]
    mean = tf.keep(batchMean)
    variance = tf.keep(tf.mul(batchVariance, populationFactor(x)))
    return {
      value: y,
      saved: [x, gamma, savedMean, savedVariance, reserve],
      gradients: (dy, saved) =>
        executeOpForOutputs(
          'FusedBatchNormGradV3',
          attributes,
          [dy, at(saved, 0), at(saved, 1), at(saved, 2), at(saved, 3), at(saved, 4)],
          5
        ).slice(0, 3)
    }
  })
  return { value, mean: mean as Tensor, variance: variance as Tensor }
}

/** TensorFlow's operation gives the sample variance (n - 1); Keras' moving variance takes the population's (n). */
function populationFactor(x: Tensor): number {
  const channels = at(x.shape, x.rank - 1)
  const count = x.size / channels
  return count > 1 ? (count - 1) / count : 1
}
