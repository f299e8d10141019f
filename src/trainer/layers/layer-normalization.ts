/** LayerNormalization as Keras has it, over any axes. */
import { placesOfAxes } from '@shared/layers/layer'
import { layerNormalization } from '@shared/layers/layer-normalization'
import { tf, type Tensor } from '../tf'
import { registerLayer } from './table-layer'

registerLayer(layerNormalization, ({ params, inputs: [x], weights: { gamma, beta } }) => {
  const axes = placesOfAxes(params.axis, x.shape.slice(1)).map((place) => place + 1)
  const { mean, variance } = tf.moments(x, axes, true)
  const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, params.epsilon)))
  const scaled = gamma ? tf.mul(normal, spreadOver(gamma, axes, x)) : normal
  return beta ? tf.add(scaled, spreadOver(beta, axes, x)) : scaled
})

/** `weight` with sizes of 1 along the axes that it does not have; its own may be in any order. */
function spreadOver(weight: Tensor, axes: readonly number[], { shape }: Tensor): Tensor {
  const sorted = [...axes].sort((one, other) => one - other)
  const ordered = tf.transpose(
    weight,
    sorted.map((axis) => axes.indexOf(axis))
  )
  return tf.reshape(
    ordered,
    shape.map((size, axis) => (axes.includes(axis) ? size : 1))
  )
}
