/** Pooling of sequences and volumes, and of everything at once. */
import { averagePooling1d } from '@shared/layers/average-pooling1d'
import { averagePooling3d } from '@shared/layers/average-pooling3d'
import { globalAveragePooling1d } from '@shared/layers/global-average-pooling1d'
import { globalAveragePooling2d } from '@shared/layers/global-average-pooling2d'
import { globalAveragePooling3d } from '@shared/layers/global-average-pooling3d'
import { globalMaxPooling1d } from '@shared/layers/global-max-pooling1d'
import { globalMaxPooling2d } from '@shared/layers/global-max-pooling2d'
import { globalMaxPooling3d } from '@shared/layers/global-max-pooling3d'
import { maxPooling1d } from '@shared/layers/max-pooling1d'
import { maxPooling3d } from '@shared/layers/max-pooling3d'
import { globalMax } from '../kernels/global-max'
import { maxPool, type PoolWindow } from '../kernels/max-pool'
import { tf, type Tensor } from '../tf'
import { registerLayer } from './table-layer'

type Three = [number, number, number]

interface PoolParams {
  readonly poolSize: readonly number[]
  readonly strides: readonly number[] | null
  readonly padding: 'same' | 'valid'
}

registerLayer(maxPooling1d, ({ params, inputs: [x] }) => asPictures(x, params, maxPool))
registerLayer(averagePooling1d, ({ params, inputs: [x] }) =>
  asPictures(x, params, (pictures, { poolSize, strides, padding }) =>
    tf.avgPool(pictures as never, [...poolSize], [...strides], padding)
  )
)

registerLayer(maxPooling3d, ({ params: { poolSize, strides, padding }, inputs: [x] }) =>
  tf.maxPool3d(x as never, [...poolSize] as Three, [...(strides ?? poolSize)] as Three, padding)
)
registerLayer(averagePooling3d, ({ params: { poolSize, strides, padding }, inputs: [x] }) =>
  tf.avgPool3d(x as never, [...poolSize] as Three, [...(strides ?? poolSize)] as Three, padding)
)

/** Pools sequences [batch, steps, channels] as pictures one pixel high. */
function asPictures(
  x: Tensor,
  { poolSize, strides, padding }: PoolParams,
  pool: (pictures: Tensor, window: PoolWindow) => Tensor
): Tensor {
  const [batch = 0, steps = 0, channels = 0] = x.shape
  const [size = 1, stride = 1] = [poolSize[0], (strides ?? poolSize)[0]]
  const pictures = tf.reshape(x, [batch, 1, steps, channels])
  return tf.squeeze(pool(pictures, { poolSize: [1, size], strides: [1, stride], padding }), [1])
}

for (const definition of [globalMaxPooling1d, globalMaxPooling2d, globalMaxPooling3d]) {
  registerLayer(definition, ({ params, inputs: [x] }) => {
    const axes = axesOfSpace(x)
    const largest = globalMax(x, axes)
    return params.keepdims ? largest : tf.squeeze(largest, axes)
  })
}

for (const definition of [globalAveragePooling1d, globalAveragePooling2d, globalAveragePooling3d]) {
  registerLayer(definition, ({ params, inputs: [x] }) =>
    tf.mean(x, axesOfSpace(x), params.keepdims)
  )
}

/** All but the batch and the channels. */
function axesOfSpace(x: Tensor): number[] {
  return x.shape.map((_, axis) => axis).slice(1, -1)
}
