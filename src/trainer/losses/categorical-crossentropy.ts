/** Categorical cross-entropy: softmax against one-hot rows, in TensorFlow's fused operation. */
import { tf } from '../tf'
import type { Loss } from './loss'
import { lossWithSlope } from './loss-with-slope'

export const categoricalCrossentropy: Loss = {
  computePerExample(logits, labels) {
    const targets = tf.cast(tf.oneHot(labels, logits.shape.at(-1) ?? 0), 'float32')
    const attributes = { T: { dtype: 'float32' } } as const
    return lossWithSlope('SoftmaxCrossEntropyWithLogits', attributes, { logits, targets })
  }
}
