/** Moves, turns and mirrors a whole batch in one operation, each picture by its own matrix. */
import type { FillMode } from '@shared/augmentation/fill-mode'
import { float32 } from '../kernels/attributes'
import { executeOp, tf, type Tensor } from '../tf'
import type { TransformMatrix } from './transform-matrix'

/**
 * Looks each pixel up where the matrix of its picture says, between pixels by bilinear interpolation.
 *
 * Within the picture, and for "nearest" and "reflect" beyond it, the values are those of Keras. Beyond it, "wrap" repeats
 * the whole picture, where SciPy, which Keras calls, repeats one pixel less; and within one pixel of the border, "constant"
 * fades from the border to the fill value, where SciPy cuts.
 *
 * @param images [batch, height, width, channels] of float32
 * @param matrices one a picture
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops/ImageProjectiveTransformV3
 */
export function transformPictures(
  images: Tensor,
  matrices: readonly TransformMatrix[],
  { fillMode, fillValue }: { fillMode: FillMode; fillValue: number }
): Tensor {
  const [, height = 0, width = 0] = images.shape
  // The last two numbers would make it a perspective.
  const rows = tf.tensor2d(
    matrices.map((matrix) => [...matrix, 0, 0]),
    [matrices.length, 8]
  )
  return executeOp(
    'ImageProjectiveTransformV3',
    { dtype: float32, interpolation: 'BILINEAR', fill_mode: fillMode.toUpperCase() },
    [images, rows, tf.tensor1d([height, width], 'int32'), tf.scalar(fillValue)]
  )
}
