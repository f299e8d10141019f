/** Keeps gradients within a limit before the optimizer sees them, with the formulas of Keras 3. */
import { assertNever } from '@shared/assert-never'
import type { GradientClipping } from '@shared/experiment'
import { tf, type Scalar, type Tensor } from '../tf'

/** The gradients within the limit; called inside tf.tidy. Gradients that are not finite stay so, and the loss shows it. */
export function clipGradients(
  gradients: readonly Tensor[],
  clipping: GradientClipping | null
): readonly Tensor[] {
  if (clipping === null) return gradients
  const { kind, limit } = clipping
  switch (kind) {
    case 'value':
      return gradients.map((one) => tf.clipByValue(one, -limit, limit))
    case 'norm':
      return gradients.map((one) => tf.mul(one, computeScale([one], limit)))
    case 'global-norm': {
      const scale = computeScale(gradients, limit)
      return gradients.map((one) => tf.mul(one, scale))
    }
    default:
      return assertNever(kind)
  }
}

/** What brings the common length of some tensors down to the limit; 1 when it is below. */
function computeScale(tensors: readonly Tensor[], limit: number): Tensor {
  const squares = tensors.map((one) => tf.sum<Scalar>(tf.square(one)))
  const norm = tf.sqrt(tf.addN(squares))
  const scale = tf.div(limit, tf.maximum(norm, limit))
  // Zero for every finite norm; an infinite one would else turn all weights but one into valid numbers.
  return tf.add(scale, tf.sub(norm, norm))
}
