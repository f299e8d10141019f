/** Conv2DTranspose: a convolution turned around, which makes the picture larger. */
import {
  biasParams,
  biasWeights,
  endingParams,
  filterCount,
  kernelSizes,
  slidingParams
} from './convolution'
import { defineLayer, LayerError } from './layer'
import { initializer, optionalSizes, regularizer } from './params'
import {
  product,
  refuseStridesWithDilation,
  spaceInput,
  spanOf,
  windowReach,
  type Padding
} from './windows'

export const conv2dTranspose = defineLayer({
  className: 'Conv2DTranspose',
  label: 'Conv2DTranspose',
  help: 'Spreads each value over a window: a convolution turned around, which learns to make pictures larger.',
  link: 'https://keras.io/api/layers/convolution_layers/convolution2d_transpose/',
  category: 'convolution',
  params: {
    filters: filterCount(),
    kernelSize: kernelSizes(2),
    ...slidingParams(2),
    outputPadding: optionalSizes({
      length: 2,
      min: 0,
      unit: 'pixels',
      help: 'Rows and columns added to the output, less than the strides; found by itself when not given.'
    }),
    ...endingParams(),
    kernelInitializer: initializer({ default: 'GlorotUniform', help: 'How the filters begin.' }),
    kernelRegularizer: regularizer({ help: 'A penalty on large filters, added to the loss.' }),
    ...biasParams()
  },
  outputShape({ filters, kernelSize, strides, padding, outputPadding, dilationRate }, inputs) {
    const { sizes } = spaceInput(inputs, 2)
    refuseStridesWithDilation(strides, dilationRate)
    const span = spanOf(kernelSize, dilationRate)
    const output = sizes.map((size, axis) =>
      spread(size, span[axis] ?? 1, strides[axis] ?? 1, padding, outputPadding?.[axis] ?? null)
    )
    refuseOtherWayBack(sizes, output, { span, strides, padding })
    return [...output, filters]
  },
  weights({ filters, kernelSize, useBias }, inputs) {
    const { channels } = spaceInput(inputs, 2)
    return [
      {
        name: 'kernel',
        // Turned around, it takes the filters and gives the channels.
        shape: [...kernelSize, filters, channels],
        isTrainable: true,
        initializer: 'kernelInitializer',
        regularizer: 'kernelRegularizer'
      },
      ...biasWeights(useBias, filters)
    ]
  },
  multiplyAdds({ filters, kernelSize }, inputs) {
    const { sizes, channels } = spaceInput(inputs, 2)
    return product(sizes) * channels * product(kernelSize) * filters
  },
  reach({ kernelSize, strides, dilationRate }) {
    const kernel = kernelSize.map((size, axis) => Math.ceil(size / (strides[axis] ?? 1)))
    return windowReach(
      kernel,
      strides.map((stride) => 1 / stride),
      dilationRate
    )
  }
})

/** The size that Keras gives to one axis. */
function spread(
  size: number,
  span: number,
  stride: number,
  padding: Padding,
  extra: number | null
): number {
  if (extra === null) {
    return padding === 'same' ? size * stride : size * stride + Math.max(span - stride, 0)
  }
  const cut = padding === 'same' ? Math.floor(span / 2) : 0
  return (size - 1) * stride + span - 2 * cut + extra
}

/** TensorFlow computes it as the way back of a convolution, which must lead exactly to the input. */
function refuseOtherWayBack(
  sizes: readonly number[],
  output: readonly number[],
  sliding: { span: readonly number[]; strides: readonly number[]; padding: Padding }
): void {
  const back = output.map((size, axis) => {
    const [span, stride] = [sliding.span[axis] ?? 1, sliding.strides[axis] ?? 1]
    return sliding.padding === 'same'
      ? Math.ceil(size / stride)
      : Math.floor((size - span) / stride) + 1
  })
  if (output.some((size) => size < 1) || back.join() !== sizes.join()) {
    throw new LayerError(
      `cannot make ${output.join('x')} of input ${sizes.join('x')}: a convolution would lead back to ${back.join('x')}. Leave output_padding out, or make it smaller than the strides.`
    )
  }
}
