/** Layers that are random while training: seeded by run, step and layer, so that a step can be taken again. */
import { gaussianNoise } from '@shared/layers/gaussian-noise'
import { spatialDropout2d } from '@shared/layers/spatial-dropout2d'
import { tf } from '../tf'
import { registerLayer } from './table-layer'

registerLayer(spatialDropout2d, ({ params: { rate }, inputs: [x], isTraining, noise }) => {
  if (!isTraining || rate === 0) return tf.clone(x)
  const [batch = 0, , , channels = 0] = x.shape
  const isKept = tf.greaterEqual(noise.drawUniform([batch, 1, 1, channels]), rate)
  return tf.mul(x, tf.mul(tf.cast(isKept, 'float32'), 1 / (1 - rate)))
})

registerLayer(gaussianNoise, ({ params: { stddev }, inputs: [x], isTraining, noise }) => {
  if (!isTraining || stddev === 0) return tf.clone(x)
  return tf.add(x, tf.mul(noise.drawNormal(x.shape), stddev))
})
