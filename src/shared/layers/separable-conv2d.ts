/** SeparableConv2D: a depthwise convolution, then one of 1x1 that mixes the channels. */
import {
  biasParams,
  biasWeights,
  endingParams,
  filterCount,
  kernelSizes,
  slidingParams
} from './convolution'
import { defineLayer } from './layer'
import { initializer, integer, regularizer } from './params'
import {
  product,
  refuseStridesWithDilation,
  refuseUnequalStrides,
  slideWindow,
  spaceInput,
  spanOf,
  windowReach
} from './windows'

export const separableConv2d = defineLayer({
  className: 'SeparableConv2D',
  label: 'SeparableConv2D',
  help: 'Filters each channel by itself and then mixes the channels: nearly a convolution, for a fraction of its cost.',
  link: 'https://keras.io/api/layers/convolution_layers/separable_convolution2d/',
  category: 'convolution',
  unusedKeys: ['kernel_initializer'],
  params: {
    filters: filterCount(),
    kernelSize: kernelSizes(2),
    depthMultiplier: integer({
      default: 1,
      max: 1024,
      unit: 'filters a channel',
      help: 'Filters for each channel that comes in, before the mixing.'
    }),
    ...slidingParams(2),
    ...endingParams(),
    depthwiseInitializer: initializer({
      default: 'GlorotUniform',
      help: 'How the filters of single channels begin.'
    }),
    depthwiseRegularizer: regularizer({
      help: 'A penalty on large filters of single channels, added to the loss.'
    }),
    pointwiseInitializer: initializer({
      default: 'GlorotUniform',
      help: 'How the weights that mix the channels begin.'
    }),
    pointwiseRegularizer: regularizer({
      help: 'A penalty on large weights between channels, added to the loss.'
    }),
    ...biasParams()
  },
  outputShape({ filters, kernelSize, strides, padding, dilationRate }, inputs) {
    const { sizes } = spaceInput(inputs, 2)
    refuseStridesWithDilation(strides, dilationRate)
    refuseUnequalStrides(strides)
    const span = spanOf(kernelSize, dilationRate)
    return [...slideWindow('kernel', sizes, span, strides, padding), filters]
  },
  weights({ filters, kernelSize, depthMultiplier, useBias }, inputs) {
    const { channels } = spaceInput(inputs, 2)
    return [
      {
        name: 'depthwise_kernel',
        shape: [...kernelSize, channels, depthMultiplier],
        isTrainable: true,
        initializer: 'depthwiseInitializer',
        regularizer: 'depthwiseRegularizer'
      },
      {
        name: 'pointwise_kernel',
        shape: [1, 1, channels * depthMultiplier, filters],
        isTrainable: true,
        initializer: 'pointwiseInitializer',
        regularizer: 'pointwiseRegularizer'
      },
      ...biasWeights(useBias, filters)
    ]
  },
  multiplyAdds({ filters, kernelSize, depthMultiplier }, inputs, [height = 0, width = 0]) {
    const between = spaceInput(inputs, 2).channels * depthMultiplier
    return height * width * between * (product(kernelSize) + filters)
  },
  reach: ({ kernelSize, strides, dilationRate }) => windowReach(kernelSize, strides, dilationRate)
})
