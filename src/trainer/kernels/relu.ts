/** ReLU with TensorFlow's own gradient, where tfjs composes one from six operations. */
import { executeOp, tf, type Tensor } from '../tf'

/** max(x, 0). @see https://www.tensorflow.org/api_docs/python/tf/nn/relu */
export function relu(x: Tensor): Tensor {
  return differentiableRelu(x)
}

const differentiableRelu = tf.customGrad((...args) => {
  const [x, save] = args as unknown as [Tensor, (tensors: Tensor[]) => void]
  const y = tf.relu(x)
  save([y])
  return {
    value: y,
    gradFunc: (dy, saved) => {
      const [output] = saved as Tensor[]
      return executeOp('ReluGrad', { T: { dtype: 'float32' } }, [dy, output as Tensor])
    }
  }
})
