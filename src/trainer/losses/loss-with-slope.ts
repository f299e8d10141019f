/** Makes TensorFlow's fused losses differentiable: the operation gives the slope beside the loss. */
import { at, withGradient } from '../kernels/with-gradient'
import { executeOpForOutputs, tf, type OpAttribute, type Tensor } from '../tf'

/**
 * The loss of each example, [batch], through which gradients flow to the logits [batch, outputs].
 * `operation` takes logits and targets and gives the loss and d loss / d logits.
 */
export function lossWithSlope(
  operation: string,
  attributes: Readonly<Record<string, OpAttribute>>,
  { logits, targets }: { logits: Tensor; targets: Tensor }
): Tensor {
  return withGradient([logits], () => {
    const [loss, slope] = executeOpForOutputs(operation, attributes, [logits, targets], 2) as [
      Tensor,
      Tensor
    ]
    return {
      value: loss,
      saved: [slope],
      gradients: (dy, saved) => [tf.mul(tf.expandDims(dy, 1), at(saved, 0))]
    }
  })
}
