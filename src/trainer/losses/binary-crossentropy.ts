/** Binary cross-entropy: one yes or no per output, the mean over an example's outputs. */
import { tf, type Tensor } from '../tf'
import type { Loss } from './loss'

export const binaryCrossentropy: Loss = {
  computePerExample(logits, labels) {
    const targets = toTargets(labels, logits.shape.at(-1) ?? 0)
    // max(x, 0) - x * t + log(1 + exp(-|x|)): no exponential of a large number.
    const positive = tf.relu(logits)
    const rest = tf.softplus(tf.neg(tf.abs(logits)))
    return tf.mean(tf.add(tf.sub(positive, tf.mul(logits, targets)), rest), 1)
  }
}

/** With one output, class 1 is "yes"; with one output a class, one-hot rows. */
function toTargets(labels: Tensor, outputs: number): Tensor {
  const targets = outputs === 1 ? tf.expandDims(labels, 1) : tf.oneHot(labels, outputs)
  return tf.cast(targets, 'float32')
}
