/** Batch normalisation in one native operation forward and one backward, where tfjs composes about thirty. */
import { executeOpForOutputs, tf, type Tensor } from '../tf'
import { channelsLast, float32 } from './attributes'
import { at, withGradient } from './with-gradient'

export interface NormalizedBatch {
  /** (x - mean) / sqrt(variance + epsilon) * gamma + beta, of the shape of `x`. */
  readonly value: Tensor
  /** The moving mean of each channel, moved towards that of the batch; the caller disposes it. */
  readonly mean: Tensor
  /** The same of the variance; that of the population as Keras has it: divided by n, not n - 1. */
  readonly variance: Tensor
}

export interface BatchNormalizationOptions {
  readonly epsilon: number
  /** What each channel had so far. */
  readonly moving: { readonly mean: Tensor; readonly variance: Tensor }
  /** How much of it stays, 0..1. */
  readonly momentum: number
}

/**
 * Normalises `x` [batch, height, width, channels] by its own statistics; gradients flow to x, gamma and beta.
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/FusedBatchNormV3
 */
export function normalizeBatch(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { epsilon, moving, momentum }: BatchNormalizationOptions
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
    // The operation moves the sample variance (n - 1); scaled before and after, it moves the population's (n).
    const correction = computeSampleCorrection(x)
    const outputs = executeOpForOutputs(
      'FusedBatchNormV3',
      { ...attributes, exponential_avg_factor: { float: 1 - momentum } },
      [x, gamma, beta, moving.mean, tf.mul(moving.variance, correction)],
      6
    )
    const [y, movedMean, movedVariance, savedMean, savedVariance, reserve] = outputs as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor
    ]
    mean = tf.keep(movedMean)
    variance = tf.keep(tf.mul(movedVariance, 1 / correction))
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

/** n / (n - 1): the variance of a population times this is that of a sample. */
function computeSampleCorrection(x: Tensor): number {
  const channels = at(x.shape, x.rank - 1)
  const count = x.size / channels
  return count > 1 ? count / (count - 1) : 1
}
