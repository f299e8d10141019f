/** Adam's whole update of a variable in one pass over memory, where the formula takes a dozen operations. */
import { executeOpForOutputs, tf, type Tensor } from '../tf'
import { float32 } from './attributes'
import type { Resource } from './resource'

export interface AdamState {
  readonly value: Resource
  readonly m: Resource
  readonly v: Resource
}

/** The numbers of one step, as tensors, so that every variable of the step shares them. */
export interface AdamNumbers {
  readonly zero: Tensor
  readonly rate: Tensor
  readonly beta1: Tensor
  readonly beta2: Tensor
  readonly epsilon: Tensor
}

export function createAdamNumbers(numbers: {
  /** With the correction of both averages in it. */
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}): AdamNumbers {
  const { rate, beta1, beta2, epsilon } = numbers
  // The operation computes 1 - beta2 in float32, off by up to 1e-4 for 0.999; v grows by that factor, its root by `scale`.
  const scale = Math.sqrt((1 - Math.fround(beta2)) / (1 - beta2))
  return {
    zero: tf.scalar(0),
    rate: tf.scalar(rate * scale),
    beta1: tf.scalar(beta1),
    beta2: tf.scalar(beta2),
    epsilon: tf.scalar(epsilon * scale)
  }
}

/**
 * m += (g - m) (1 - beta1), v += (g^2 - v) (1 - beta2), value -= m rate / (sqrt(v) + epsilon).
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/ResourceApplyAdam
 */
export function applyAdam(
  { value, m, v }: AdamState,
  gradient: Tensor,
  { zero, rate, beta1, beta2, epsilon }: AdamNumbers
): void {
  const attributes = { T: float32, use_locking: false, use_nesterov: false }
  // Powers of zero: the operation's own correction, in float32, becomes a factor of one.
  const inputs = [value.handle, m.handle, v.handle, zero, zero, rate, beta1, beta2, epsilon]
  executeOpForOutputs('ResourceApplyAdam', attributes, [...inputs, gradient], 0)
}
