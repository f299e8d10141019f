/** Convolution and bias in one operation of oneDNN: adding the bias afterwards would read and write it all again. */
import { executeOp, tf, type Tensor } from '../tf'
import { channelsLast, float32, nativePadding, oneDnnKernel } from './attributes'
import { biasAdd } from './bias-add'
import { defineNativeKernel } from './native-kernel'
import { at } from './with-gradient'

export interface Sliding {
  readonly strides: readonly [number, number]
  readonly padding: 'same' | 'valid'
  readonly dilationRate: readonly [number, number]
}

/** `x` [batch, height, width, channels] with `kernel` [height, width, channels, filters], plus `bias` [filters]. */
export function conv2dWithBias(x: Tensor, kernel: Tensor, bias: Tensor, sliding: Sliding): Tensor {
  return hasOneDnnConvolution()
    ? oneDnnConv2dWithBias(x, kernel, bias, sliding)
    : plainConv2dWithBias(x, kernel, bias, sliding)
}

export function plainConv2dWithBias(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor,
  { strides, padding, dilationRate }: Sliding
): Tensor {
  const convolved = tf.conv2d(x as never, kernel as never, [...strides], padding, 'NHWC', [
    ...dilationRate
  ])
  return biasAdd(convolved, bias)
}

export function oneDnnConv2dWithBias(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor,
  sliding: Sliding
): Tensor {
  if (!isSparsePoint(kernel, sliding)) return runConv2dWithBias({ x, kernel, bias }, sliding)
  const seen = takeEveryNth(x, sliding)
  return runConv2dWithBias({ x: seen, kernel, bias }, { ...sliding, strides: [1, 1] })
}

/**
 * A filter of one pixel that jumps. On a processor with AVX2 and without AVX-512, oneDNN's gradient of its input leaves the
 * pixels in between as the memory was before: right in fresh memory, wrong within a network.
 */
export function isSparsePoint({ shape }: Tensor, { strides }: Pick<Sliding, 'strides'>): boolean {
  return shape[0] === 1 && shape[1] === 1 && Math.max(...strides) > 1
}

/** The pixels that such a filter sees: the mean of windows of one pixel, which TensorFlow learns through everywhere. */
export function takeEveryNth(x: Tensor, { strides }: Pick<Sliding, 'strides'>): Tensor {
  return tf.avgPool(x as never, [1, 1], [...strides], 'valid')
}

const runConv2dWithBias = defineNativeKernel<'x' | 'kernel' | 'bias', Sliding>({
  name: 'OneDnnConv2DWithBias',
  inputsToSave: ['x', 'kernel'],
  forward: ({ x, kernel, bias }, sliding) =>
    executeOp('_MklNativeConv2DWithBias', toAttributes(sliding), [x, kernel, bias]),
  gradients: {
    x: (dy, saved, sliding) =>
      executeOp('_MklNativeConv2DBackpropInput', toAttributes(sliding), [
        toShapeTensor(at(saved, 0)),
        at(saved, 1),
        dy
      ]),
    kernel: (dy, saved, sliding) =>
      executeOp('_MklNativeConv2DBackpropFilter', toAttributes(sliding), [
        at(saved, 0),
        toShapeTensor(at(saved, 1)),
        dy
      ]),
    // oneDNN also has kernel and bias in one operation, which takes half as long again as these two.
    bias: (dy) => executeOp('BiasAddGrad', { T: float32, ...channelsLast }, [dy])
  }
})

function toAttributes({ strides, padding, dilationRate }: Sliding) {
  return {
    T: float32,
    strides: [1, ...strides, 1],
    padding: nativePadding(padding),
    dilations: [1, ...dilationRate, 1],
    ...channelsLast,
    ...oneDnnKernel
  }
}

function toShapeTensor({ shape }: Tensor): Tensor {
  return tf.tensor1d(shape, 'int32')
}

let isAvailable: boolean | null = null

/** Whether this library and device have oneDNN's convolution; found out once, by calling it. */
export function hasOneDnnConvolution(): boolean {
  isAvailable ??= tf.tidy(() => {
    try {
      const sliding = { strides: [1, 1], padding: 'same', dilationRate: [1, 1] } as const
      const shape = [1, 2, 2, 1]
      oneDnnConv2dWithBias(tf.zeros(shape), tf.zeros([1, 1, 1, 1]), tf.zeros([1]), sliding)
      return true
    } catch {
      // An unknown kernel is refused with an error, and the plain path is right everywhere.
      return false
    }
  })
  return isAvailable
}
