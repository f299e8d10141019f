/** Layers that change the size of pictures, or their range of values. */
import { cropping2d } from '@shared/layers/cropping2d'
import { rescaling } from '@shared/layers/rescaling'
import { cropSizes, resizing } from '@shared/layers/resizing'
import { upSampling2d } from '@shared/layers/up-sampling2d'
import { zeroPadding2d } from '@shared/layers/zero-padding2d'
import { resize } from '../kernels/resize'
import { tf, type Tensor } from '../tf'
import { registerLayer } from './table-layer'

registerLayer(zeroPadding2d, ({ params: { padding }, inputs: [x] }) =>
  tf.pad(x, [[0, 0], [...padding[0]], [...padding[1]], [0, 0]])
)

registerLayer(cropping2d, ({ params: { cropping }, inputs: [x] }) => {
  const [[top, bottom], [left, right]] = cropping
  const [, height = 0, width = 0] = x.shape
  return cutOut(x, [top, left], [height - top - bottom, width - left - right])
})

registerLayer(upSampling2d, ({ params: { size, interpolation }, inputs: [x] }) => {
  const [, height = 0, width = 0] = x.shape
  const [rows = 1, columns = 1] = size
  return resize(x, [height * rows, width * columns], interpolation)
})

registerLayer(resizing, ({ params, inputs: [x] }) => {
  const size = [params.height, params.width] as const
  const seen = params.cropToAspectRatio ? cutMiddle(x, size) : x
  return resize(seen, size, params.interpolation)
})

registerLayer(rescaling, ({ params: { scale, offset }, inputs: [x] }) =>
  tf.add(tf.mul(x, scale), offset)
)

/** The largest part in the middle that has the proportions of `size`. */
function cutMiddle(x: Tensor, size: readonly [number, number]): Tensor {
  const [, height = 0, width = 0] = x.shape
  const [rows, columns] = cropSizes([height, width], size)
  const begin = [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2)] as const
  return cutOut(x, begin, [rows, columns])
}

function cutOut(
  x: Tensor,
  [top, left]: readonly [number, number],
  [height, width]: readonly [number, number]
): Tensor {
  const [batch = 0, , , channels = 0] = x.shape
  return tf.slice(x, [0, top, left, 0], [batch, height, width, channels])
}
