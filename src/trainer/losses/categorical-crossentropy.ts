/** Categorical cross-entropy: softmax against one-hot rows, in TensorFlow's fused operation. */
import { tf, type Tensor } from '../tf'
import type { Loss } from './loss'
import { lossWithSlope } from './loss-with-slope'

export const categoricalCrossentropy: Loss = {
  computePerExample(logits, labels, { labelSmoothing }) {
    const targets = toSmoothRows(labels, logits.shape.at(-1) ?? 0, labelSmoothing)
    const attributes = { T: { dtype: 'float32' } } as const
    return lossWithSlope('SoftmaxCrossEntropyWithLogits', attributes, { logits, targets })
  }
}

/** One-hot rows; smoothing takes from the true class and gives every class the same. */
function toSmoothRows(labels: Tensor, classes: number, smoothing: number): Tensor {
  return tf.oneHot(
    labels,
    classes,
    1 - smoothing + smoothing / classes,
    smoothing / classes,
    'float32'
  )
}
