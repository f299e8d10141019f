/** DepthwiseConv2D: filters of their own for each channel, none of which sees another channel. */
import { biasParams, biasWeights, endingParams, kernelSizes, slidingParams } from './convolution'
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

export const depthwiseConv2d = defineLayer({
  className: 'DepthwiseConv2D',
  label: 'DepthwiseConv2D',
  help: 'Gives each channel filters of its own and never mixes channels: a cheap half of a convolution.',
  link: 'https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/',
  category: 'convolution',
  params: {
    kernelSize: kernelSizes(2),
    depthMultiplier: integer({
      default: 1,
      max: 1024,
      unit: 'filters a channel',
      help: 'Filters for each channel that comes in.'
    }),
    ...slidingParams(2),
    ...endingParams(),
    depthwiseInitializer: initializer({ default: 'GlorotUniform', help: 'How the filters begin.' }),
    depthwiseRegularizer: regularizer({ help: 'A penalty on large filters, added to the loss.' }),
    ...biasParams()
  },
  outputShape({ kernelSize, depthMultiplier, strides, padding, dilationRate }, inputs) {
    const { sizes, channels } = spaceInput(inputs, 2)
    refuseStridesWithDilation(strides, dilationRate)
    refuseUnequalStrides(strides)
    const span = spanOf(kernelSize, dilationRate)
    return [...slideWindow('kernel', sizes, span, strides, padding), channels * depthMultiplier]
  },
  weights({ kernelSize, depthMultiplier, useBias }, inputs) {
    const { channels } = spaceInput(inputs, 2)
    return [
      {
        // Keras 3's name for it; the parameters say depthwise.
        name: 'kernel',
        shape: [...kernelSize, channels, depthMultiplier],
        isTrainable: true,
        initializer: 'depthwiseInitializer',
        regularizer: 'depthwiseRegularizer'
      },
      ...biasWeights(useBias, channels * depthMultiplier)
    ]
  },
  multiplyAdds: ({ kernelSize }, _inputs, output) => product(output) * product(kernelSize),
  reach: ({ kernelSize, strides, dilationRate }) => windowReach(kernelSize, strides, dilationRate)
})
