/** What Conv1D, Conv2D and Conv3D have in common: filters that slide along the axes of space. */
import { defineLayer, type Shape } from './layer'
import { activation, choice, flag, initializer, integer, regularizer, sizes } from './params'
import {
  axisWords,
  product,
  refuseStridesWithDilation,
  slideWindow,
  spaceInput,
  spanOf,
  windowReach
} from './windows'

/** Strides, padding and gaps: how a filter moves. */
export const slidingParams = (length: number) => ({
  strides: sizes({
    length,
    default: 1,
    unit: 'pixels',
    help: 'How far the filter moves between two positions.'
  }),
  padding: choice({
    choices: ['valid', 'same'],
    default: 'valid',
    help: "'same' keeps the size (divided by the strides); 'valid' stays inside."
  }),
  dilationRate: sizes({
    length,
    default: 1,
    unit: 'pixels',
    help: 'Gaps between the cells of a filter, plus one.'
  })
})

/** The bias, and what each value passes through. */
export const endingParams = () => ({
  activation: activation(),
  useBias: flag({ default: true, help: 'Adds one learned number to each feature map.' })
})

export const biasParams = () => ({
  biasInitializer: initializer({ default: 'Zeros', help: 'How the biases begin.' }),
  biasRegularizer: regularizer({ help: 'A penalty on large biases, added to the loss.' })
})

export function filterCount() {
  return integer({
    start: 32,
    unit: 'feature maps',
    help: 'Number of filters, and so of feature maps that come out.'
  })
}

export function kernelSizes(length: number) {
  return sizes({ length, start: 3, unit: 'pixels', help: `${axisWords[length]} of each filter.` })
}

/** The bias of a layer that gives `count` feature maps, if it has one. */
export function biasWeights(useBias: boolean, count: number) {
  if (!useBias) return []
  return [
    {
      name: 'bias',
      shape: [count],
      isTrainable: true,
      initializer: 'biasInitializer',
      regularizer: 'biasRegularizer'
    }
  ]
}

/** A convolution over `length` axes of space. */
export function defineConvolution(
  length: number,
  names: { className: string; label: string; help: string; link: string }
) {
  const getSpan = (params: { kernelSize: readonly number[]; dilationRate: readonly number[] }) =>
    spanOf(params.kernelSize, params.dilationRate)
  return defineLayer({
    ...names,
    category: 'convolution',
    params: {
      filters: filterCount(),
      kernelSize: kernelSizes(length),
      ...slidingParams(length),
      ...endingParams(),
      kernelInitializer: initializer({ default: 'GlorotUniform', help: 'How the filters begin.' }),
      kernelRegularizer: regularizer({ help: 'A penalty on large filters, added to the loss.' }),
      ...biasParams()
    },
    outputShape(params, inputs) {
      const { filters, strides, padding, dilationRate } = params
      const { sizes: input } = spaceInput(inputs, length)
      refuseStridesWithDilation(strides, dilationRate)
      return [...slideWindow('kernel', input, getSpan(params), strides, padding), filters]
    },
    weights({ filters, kernelSize, useBias }, inputs) {
      const { channels } = spaceInput(inputs, length)
      return [
        {
          name: 'kernel',
          shape: [...kernelSize, channels, filters],
          isTrainable: true,
          initializer: 'kernelInitializer',
          regularizer: 'kernelRegularizer'
        },
        ...biasWeights(useBias, filters)
      ]
    },
    multiplyAdds({ kernelSize }, inputs: readonly Shape[], output) {
      return product(output) * product(kernelSize) * spaceInput(inputs, length).channels
    },
    reach: ({ kernelSize, strides, dilationRate }) => windowReach(kernelSize, strides, dilationRate)
  })
}
