/** What MaxPooling2D and AveragePooling2D have in common: a window that slides over each feature map. */
import { defineLayer, imageInput, noMultiplyAdds, noWeights, slideWindow2D } from './layer'
import { choice, optionalPair, pair } from './params'

export function definePooling2D(names: {
  className: string
  label: string
  help: string
  link: string
}) {
  return defineLayer({
    ...names,
    group: 'pooling',
    params: {
      poolSize: pair({ default: [2, 2], help: 'Height and width of the window.' }),
      strides: optionalPair({
        help: 'How far the window moves between two positions; the pool size when not given.'
      }),
      padding: choice({
        choices: ['valid', 'same'],
        default: 'valid',
        help: "'valid' drops what the last window does not cover; 'same' keeps it."
      })
    },
    outputShape({ poolSize, strides, padding }, inputs) {
      const image = imageInput(inputs)
      return [...slideWindow2D('pool', image, poolSize, strides ?? poolSize, padding), image[2]]
    },
    weights: noWeights,
    multiplyAdds: noMultiplyAdds
  })
}
