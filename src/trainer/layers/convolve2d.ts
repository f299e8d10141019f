/** A convolution of pictures that learns on every device, with gaps and without, with a bias and without. */
import { conv2dWithBias, hasOneDnnConvolution, type Sliding } from '../kernels/conv2d'
import { dilateKernel } from '../kernels/dilate-kernel'
import { tf, type Tensor } from '../tf'

/** `x` [batch, height, width, channels], `kernel` [height, width, channels, filters], `bias` [filters] if there is one. */
export function convolve2d(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null | undefined,
  sliding: Sliding
): Tensor {
  if (isSparsePoint(kernel, sliding)) {
    return convolve2d(takeEveryNth(x, sliding), kernel, bias, { ...sliding, strides: [1, 1] })
  }
  if (bias && hasOneDnnConvolution()) return conv2dWithBias(x, kernel, bias, sliding)
  const hasGaps = sliding.dilationRate.some((rate) => rate > 1)
  const filters = hasGaps ? dilateKernel(kernel, sliding.dilationRate) : kernel
  const dense = { ...sliding, dilationRate: [1, 1] } as const
  return bias
    ? conv2dWithBias(x, filters, bias, dense)
    : tf.conv2d(x as never, filters as never, [...sliding.strides], sliding.padding)
}

/**
 * A filter of one pixel that jumps. On a processor with AVX2 and without AVX-512, oneDNN's gradient of such a filter came
 * out wrong within a network, and right in fresh memory; the step of the residual network showed it.
 */
function isSparsePoint({ shape }: Tensor, { strides }: Sliding): boolean {
  return shape[0] === 1 && shape[1] === 1 && Math.max(...strides) > 1
}

/** The pixels that such a filter sees: the mean of windows of one pixel, which TensorFlow learns through everywhere. */
function takeEveryNth(x: Tensor, { strides }: Sliding): Tensor {
  return tf.avgPool(x as never, [1, 1], [...strides], 'valid')
}
