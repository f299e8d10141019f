/** Sparse categorical cross-entropy: softmax against class numbers, in TensorFlow's fused operation. */
import type { Loss } from './loss'
import { lossWithSlope } from './loss-with-slope'

export const sparseCategoricalCrossentropy: Loss = {
  computePerExample(logits, labels) {
    const attributes = { T: { dtype: 'float32' }, Tlabels: { dtype: 'int32' } } as const
    const inputs = { logits, targets: labels }
    return lossWithSlope('SparseSoftmaxCrossEntropyWithLogits', attributes, inputs)
  }
}
