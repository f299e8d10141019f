/** Binary cross-entropy: one yes or no per output, the mean over an example's outputs. */
import { tf, type Tensor } from '../tf'
import type { Loss } from './loss'

export const binaryCrossentropy: Loss = {
  computePerExample(logits, labels, { labelSmoothing }) {
    const targets = toTargets(labels, logits.shape.at(-1) ?? 0, labelSmoothing)
    // max(x, 0) - x * t + log(1 + exp(-|x|)): no exponential of a large number.
    const positive = tf.relu(logits)
    const rest = tf.softplus(tf.neg(tf.abs(logits)))
    return tf.mean(tf.add(tf.sub(positive, tf.mul(logits, targets)), rest), 1)
  }
}

/** With one output, class 1 is "yes"; with one output a class, one-hot rows. Smoothing moves both towards a half. */
function toTargets(labels: Tensor, outputs: number, smoothing: number): Tensor {
  const sharp = outputs === 1 ? tf.expandDims(labels, 1) : tf.oneHot(labels, outputs)
  const targets = tf.cast(sharp, 'float32')
  return smoothing === 0 ? targets : tf.add(tf.mul(targets, 1 - smoothing), 0.5 * smoothing)
}
