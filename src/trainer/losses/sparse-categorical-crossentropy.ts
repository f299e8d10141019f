/** Sparse categorical cross-entropy: softmax against class numbers, in TensorFlow's fused operation. */
import { executeOpForOutputs } from '../tf'
import type { Loss } from './loss'
import { lossWithSlope } from './loss-with-slope'

export const sparseCategoricalCrossentropy: Loss = {
  computePerExample: (logits, labels) =>
    lossWithSlope(logits, (x) =>
      executeOpForOutputs(
        'SparseSoftmaxCrossEntropyWithLogits',
        { T: { dtype: 'float32' }, Tlabels: { dtype: 'int32' } },
        [x, labels],
        2
      )
    )
}
