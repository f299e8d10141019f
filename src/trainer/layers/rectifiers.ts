/** Activations that are layers, because they have settings or weights. */
import { elu } from '@shared/layers/elu'
import { placeOfAxis } from '@shared/layers/layer'
import { leakyRelu } from '@shared/layers/leaky-relu'
import { prelu } from '@shared/layers/prelu'
import { relu } from '@shared/layers/relu'
import { softmax } from '@shared/layers/softmax'
import { at, withGradient } from '../kernels/with-gradient'
import { tf, type Tensor } from '../tf'
import { registerLayer } from './table-layer'

registerLayer(relu, ({ params: { maxValue, negativeSlope, threshold }, inputs: [x] }) => {
  const positive = passAbove(x, threshold)
  const limited = maxValue === null ? positive : tf.clipByValue(positive, 0, maxValue)
  if (negativeSlope === 0) return limited
  return tf.sub(limited, tf.mul(tf.relu(tf.sub(threshold, x)), negativeSlope))
})

/** Values above the threshold, and zero for the others. */
function passAbove(x: Tensor, threshold: number): Tensor {
  if (threshold === 0) return tf.relu(x)
  // A comparison has no gradient of its own.
  return withGradient([x], () => {
    const isAbove = tf.cast(tf.greater(x, threshold), 'float32')
    return {
      value: tf.mul(x, isAbove),
      saved: [isAbove],
      gradients: (dy, saved) => [tf.mul(dy, at(saved, 0))]
    }
  })
}

registerLayer(leakyRelu, ({ params, inputs: [x] }) => tf.leakyRelu(x, params.negativeSlope))

registerLayer(elu, ({ params: { alpha }, inputs: [x] }) => {
  if (alpha === 1) return tf.elu(x)
  // Below zero, ELU is alpha times what it is for 1; above, it is the value.
  return tf.sub(tf.relu(x), tf.mul(tf.sub(tf.relu(x), tf.elu(x)), alpha))
})

registerLayer(prelu, ({ inputs: [x], weights: { alpha } }) =>
  tf.sub(tf.relu(x), tf.mul(alpha as Tensor, tf.relu(tf.neg(x))))
)

registerLayer(softmax, ({ params, inputs: [x] }) => {
  const axis = placeOfAxis(params.axis, x.shape.slice(1)) + 1
  const last = x.shape.length - 1
  if (axis === last) return tf.softmax(x)
  // TensorFlow.js knows the last axis only; a swap is its own way back.
  const swap = x.shape.map((_, index) => (index === axis ? last : index === last ? axis : index))
  return tf.transpose(tf.softmax(tf.transpose(x, swap)), swap)
})
