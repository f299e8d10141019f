/** UpSampling2D: larger feature maps by repeating or blending their values. */
import { interpolationCost, interpolationParam, interpolationReach } from './interpolation'
import { defineLayer, noWeights } from './layer'
import { sizes } from './params'
import { spaceInput } from './windows'

export const upSampling2d = defineLayer({
  className: 'UpSampling2D',
  label: 'UpSampling2D',
  help: 'Makes feature maps larger by a whole factor, by repeating or blending their values.',
  link: 'https://keras.io/api/layers/reshaping_layers/up_sampling2d/',
  category: 'shape',
  params: {
    size: sizes({ length: 2, default: 2, unit: 'times', help: 'Factors of height and width.' }),
    interpolation: interpolationParam('nearest')
  },
  outputShape({ size }, inputs) {
    const { sizes: input, channels } = spaceInput(inputs, 2)
    return [...input.map((length, axis) => length * (size[axis] ?? 1)), channels]
  },
  weights: noWeights,
  multiplyAdds: ({ interpolation }, _inputs, output) => interpolationCost(interpolation, output),
  reach: ({ interpolation }, inputs, output) =>
    interpolationReach(interpolation, spaceInput(inputs, 2).sizes, output)
})
