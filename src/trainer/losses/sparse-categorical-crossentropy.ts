/** Sparse categorical cross-entropy: softmax against class numbers, in TensorFlow's fused operation. */
import { categoricalCrossentropy } from './categorical-crossentropy'
import type { Loss } from './loss'
import { lossWithSlope } from './loss-with-slope'

export const sparseCategoricalCrossentropy: Loss = {
  computePerExample(logits, labels, options) {
    // A smoothed label is no class number any more (Keras' sparse loss has no smoothing at all).
    if (options.labelSmoothing > 0) {
      return categoricalCrossentropy.computePerExample(logits, labels, options)
    }
    const attributes = { T: { dtype: 'float32' }, Tlabels: { dtype: 'int32' } } as const
    const inputs = { logits, targets: labels }
    return lossWithSlope('SparseSoftmaxCrossEntropyWithLogits', attributes, inputs)
  }
}
