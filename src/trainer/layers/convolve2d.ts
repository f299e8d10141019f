/** A convolution of pictures that learns on every device, with gaps and without, with a bias and without. */
import {
  conv2dWithBias,
  hasOneDnnConvolution,
  isSparsePoint,
  takeEveryNth,
  type Sliding
} from '../kernels/conv2d'
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
