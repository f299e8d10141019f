/** The convolutions beside Conv2D: along sequences, through volumes, of single channels, and turned around. */
import { conv1d } from '@shared/layers/conv1d'
import { conv2dTranspose } from '@shared/layers/conv2d-transpose'
import { conv3d } from '@shared/layers/conv3d'
import { depthwiseConv2d } from '@shared/layers/depthwise-conv2d'
import type { ActivationName } from '@shared/layers/params'
import { separableConv2d } from '@shared/layers/separable-conv2d'
import { biasAdd } from '../kernels/bias-add'
import { dilateKernel } from '../kernels/dilate-kernel'
import { tf, type Tensor } from '../tf'
import { activations } from './activations'
import { convolve2d } from './convolve2d'
import { registerLayer } from './table-layer'

type Two = [number, number]
type Three = [number, number, number]

registerLayer(conv1d, ({ params, inputs: [x], weights: { kernel, bias } }) => {
  const [size = 1, stride = 1, rate = 1] = [
    params.kernelSize,
    params.strides,
    params.dilationRate
  ].map(([first]) => first)
  const isCausal = params.padding === 'causal'
  const padded = isCausal ? padBefore(x, (size - 1) * rate) : x
  // A picture one pixel high: its convolution is the fast one.
  const [batch = 0, steps = 0, channels = 0] = padded.shape
  const y = convolve2d(
    tf.reshape(padded, [batch, 1, steps, channels]),
    tf.expandDims(kernel as Tensor, 0),
    bias,
    {
      strides: [1, stride],
      padding: params.padding === 'causal' ? 'valid' : params.padding,
      dilationRate: [1, rate]
    }
  )
  return activations[params.activation](tf.squeeze(y, [1]))
})

/** `count` steps of zeros before the first. */
function padBefore(x: Tensor, count: number): Tensor {
  return tf.pad(x, [
    [0, 0],
    [count, 0],
    [0, 0]
  ])
}

registerLayer(conv3d, ({ params, inputs: [x], weights: { kernel, bias } }) => {
  const filters = dilateKernel(kernel as Tensor, params.dilationRate)
  const y = tf.conv3d(x as never, filters as never, [...params.strides] as Three, params.padding)
  return finish(y, bias, params.activation)
})

registerLayer(depthwiseConv2d, ({ params, inputs: [x], weights: { kernel, bias } }) =>
  finish(filterChannels(x, kernel as Tensor, params), bias, params.activation)
)

registerLayer(separableConv2d, ({ params, inputs: [x], weights }) => {
  const { depthwise_kernel: depthwise, pointwise_kernel: pointwise, bias } = weights
  const filtered = filterChannels(x, depthwise as Tensor, params)
  const y = convolve2d(filtered, pointwise as Tensor, bias, {
    strides: [1, 1],
    padding: 'valid',
    dilationRate: [1, 1]
  })
  return activations[params.activation](y)
})

registerLayer(conv2dTranspose, ({ params, inputs: [x], weights: { kernel, bias } }) => {
  const [batch = 0, ...input] = x.shape
  const output = conv2dTranspose.outputShape(params, [input]) as Three
  const y = tf.conv2dTranspose(
    x as never,
    dilateKernel(kernel as Tensor, params.dilationRate) as never,
    [batch, ...output],
    [...params.strides] as Two,
    params.padding
  )
  return finish(y, bias, params.activation)
})

/** Filters of their own for each channel of a picture. */
function filterChannels(
  x: Tensor,
  kernel: Tensor,
  sliding: {
    strides: readonly number[]
    padding: 'same' | 'valid'
    dilationRate: readonly number[]
  }
): Tensor {
  const filters = dilateKernel(kernel, sliding.dilationRate)
  return tf.depthwiseConv2d(
    x as never,
    filters as never,
    [...sliding.strides] as Two,
    sliding.padding
  )
}

function finish(y: Tensor, bias: Tensor | undefined, activation: ActivationName): Tensor {
  return activations[activation](bias ? biasAdd(y, bias) : y)
}
