/** Makes TensorFlow's fused losses differentiable: the operation gives the slope beside the loss. */
import { tf, type Tensor } from '../tf'

/**
 * The loss of each example, [batch], through which gradients flow to the logits.
 * `computeBoth` gives the loss and d loss / d logits, [batch, outputs].
 */
export function lossWithSlope(logits: Tensor, computeBoth: (logits: Tensor) => Tensor[]): Tensor {
  const formula = tf.customGrad((...inputs) => {
    const [x, save] = inputs as unknown as [Tensor, (tensors: Tensor[]) => void]
    const [loss, slope] = computeBoth(x) as [Tensor, Tensor]
    save([slope])
    return {
      value: loss,
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0] as Tensor)
    }
  })
  return formula(logits)
}
