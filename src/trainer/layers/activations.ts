/** The functions that layers end in, each as Keras defines it. */
import type { ActivationName } from '@shared/layers/params'
import { tf, type Tensor } from '../tf'

export const activations: Readonly<Record<ActivationName, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  sigmoid: (x) => tf.sigmoid(x),
  softmax: (x) => tf.softmax(x),
  tanh: (x) => tf.tanh(x),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  gelu: (x) => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2))))),
  swish: (x) => tf.mul(tf.sigmoid(x), x),
  relu6: (x) => tf.relu6(x),
  leaky_relu: (x) => tf.leakyRelu(x, 0.2),
  hard_sigmoid: (x) => hardSigmoid(x),
  hard_swish: (x) => tf.mul(x, hardSigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  exponential: (x) => tf.exp(x),
  log_softmax: (x) => tf.logSoftmax(x)
}

/** A straight line from -3 to 3, as Keras 3 has it; Keras 2's ended at 2.5. */
function hardSigmoid(x: Tensor): Tensor {
  return tf.div(tf.relu6(tf.add(x, 3)), 6)
}

/** Those that TensorFlow.js' own layers would not find, or would find to be another function. */
const missing: Readonly<Record<string, ActivationName>> = {
  hardSigmoid: 'hard_sigmoid',
  hardSwish: 'hard_swish',
  leakyRelu: 'leaky_relu',
  exponential: 'exponential'
}

for (const [tfjsName, name] of Object.entries(missing)) {
  tf.serialization.registerClass(
    class extends tf.serialization.Serializable {
      static readonly className = tfjsName

      apply(x: Tensor): Tensor {
        return tf.tidy(() => activations[name](x))
      }

      getConfig() {
        return {}
      }
    } as never
  )
}
