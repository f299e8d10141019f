/** Conv2D: filters that slide over the picture. */
import { defineLayer, imageInput, LayerError, slideWindow2D } from './layer'
import { activation, choice, flag, initializer, integer, pair, regularizer } from './params'

export const conv2d = defineLayer({
  className: 'Conv2D',
  label: 'Conv2D',
  help: 'Slides filters over the picture; each filter gives one feature map.',
  link: 'https://keras.io/api/layers/convolution_layers/convolution2d/',
  group: 'convolution',
  params: {
    filters: integer({ help: 'Number of filters, and so of feature maps that come out.' }),
    kernelSize: pair({ help: 'Height and width of each filter.' }),
    strides: pair({ default: [1, 1], help: 'How far the filter moves between two positions.' }),
    padding: choice({
      choices: ['valid', 'same'],
      default: 'valid',
      help: "'same' keeps height and width (divided by the strides); 'valid' stays inside."
    }),
    dilationRate: pair({ default: [1, 1], help: 'Gaps between the cells of a filter, plus one.' }),
    activation: activation(),
    useBias: flag({ default: true, help: 'Adds one learned number to each feature map.' }),
    kernelInitializer: initializer({ default: 'GlorotUniform', help: 'How the filters begin.' }),
    biasInitializer: initializer({ default: 'Zeros', help: 'How the biases begin.' }),
    kernelRegularizer: regularizer({ help: 'A penalty on large filters, added to the loss.' })
  },
  outputShape({ filters, kernelSize, strides, padding, dilationRate }, inputs) {
    const image = imageInput(inputs)
    if (Math.max(...strides) > 1 && Math.max(...dilationRate) > 1) {
      throw new LayerError('strides and dilation_rate cannot both be above 1.')
    }
    const reach = [
      (kernelSize[0] - 1) * dilationRate[0] + 1,
      (kernelSize[1] - 1) * dilationRate[1] + 1
    ] as const
    return [...slideWindow2D('kernel', image, reach, strides, padding), filters]
  },
  weights({ filters, kernelSize, useBias }, inputs) {
    const [, , channels] = imageInput(inputs)
    return [
      { name: 'kernel', shape: [...kernelSize, channels, filters], isTrainable: true },
      ...(useBias ? [{ name: 'bias', shape: [filters], isTrainable: true }] : [])
    ]
  },
  multiplyAdds({ filters, kernelSize }, inputs, output) {
    const [, , channels] = imageInput(inputs)
    const [height = 0, width = 0] = output
    return height * width * filters * kernelSize[0] * kernelSize[1] * channels
  }
})
