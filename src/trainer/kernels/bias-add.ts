/** Bias addition with TensorFlow's own gradient, where tfjs sums over three axes. */
import { executeOp, type Tensor } from '../tf'
import { channelsLast, float32 } from './attributes'
import { withGradient } from './with-gradient'

/** Adds `bias` [channels] to the last axis of `x`. @see https://www.tensorflow.org/api_docs/python/tf/nn/bias_add */
export function biasAdd(x: Tensor, bias: Tensor): Tensor {
  const attributes = { T: float32, ...channelsLast }
  return withGradient([x, bias], () => ({
    value: executeOp('BiasAdd', attributes, [x, bias]),
    saved: [],
    gradients: (dy) => [dy, executeOp('BiasAddGrad', attributes, [dy])]
  }))
}
