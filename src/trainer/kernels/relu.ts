/** ReLU with TensorFlow's own gradient, where tfjs composes one from six operations. */
import { executeOp, tf, type Tensor } from '../tf'
import { float32 } from './attributes'
import { at, withGradient } from './with-gradient'

/** max(x, 0). @see https://www.tensorflow.org/api_docs/python/tf/nn/relu */
export function relu(x: Tensor): Tensor {
  return withGradient([x], () => {
    const y = tf.relu(x)
    return {
      value: y,
      saved: [y],
      gradients: (dy, saved) => [executeOp('ReluGrad', { T: float32 }, [dy, at(saved, 0)])]
    }
  })
}
