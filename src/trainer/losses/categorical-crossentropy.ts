/** Categorical cross-entropy: softmax against one-hot rows, in TensorFlow's fused operation. */
import { executeOpForOutputs, tf } from '../tf'
import type { Loss } from './loss'
import { lossWithSlope } from './loss-with-slope'

export const categoricalCrossentropy: Loss = {
  computePerExample(logits, labels) {
    const targets = tf.cast(tf.oneHot(labels, logits.shape.at(-1) ?? 0), 'float32')
    return lossWithSlope(logits, (x) =>
      executeOpForOutputs(
        'SoftmaxCrossEntropyWithLogits',
        { T: { dtype: 'float32' } },
        [x, targets],
        2
      )
    )
  }
}
