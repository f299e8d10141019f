/** TensorFlow's resizing as Keras calls it, between the centres of pixels; tfjs' gradients know corners only. */
import { executeOp, tf, type Tensor } from '../tf'
import { float32 } from './attributes'
import { at, withGradient } from './with-gradient'

const attributes = { T: float32, align_corners: false, half_pixel_centers: true } as const

const operations = {
  nearest: ['ResizeNearestNeighbor', 'ResizeNearestNeighborGrad'],
  bilinear: ['ResizeBilinear', 'ResizeBilinearGrad'],
  bicubic: ['ResizeBicubic', 'ResizeBicubicGrad']
} as const

/** `x` [batch, height, width, channels] with another height and width. */
export function resize(
  x: Tensor,
  size: readonly [height: number, width: number],
  interpolation: keyof typeof operations
): Tensor {
  const [forward, backward] = operations[interpolation]
  return withGradient([x], () => ({
    value: executeOp(forward, attributes, [x, tf.tensor1d([...size], 'int32')]),
    saved: [x],
    gradients(dy, saved) {
      const original = at(saved, 0)
      // The nearest pixel needs to know how many there were; a blend asks which ones.
      const before =
        interpolation === 'nearest' ? tf.tensor1d(original.shape.slice(1, 3), 'int32') : original
      return [executeOp(backward, attributes, [dy, before])]
    }
  }))
}
