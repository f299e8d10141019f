/** What the pooling layers have in common: a window that slides over each feature map. */
import { defineLayer, noMultiplyAdds, noWeights } from './layer'
import { choice, optionalSizes, sizes } from './params'
import { axisWords, slideWindow, spaceInput, windowReach } from './windows'

/** Pooling over `length` axes of space. */
export function definePooling(
  length: number,
  names: { className: string; label: string; help: string; link: string }
) {
  return defineLayer({
    ...names,
    category: 'pooling',
    params: {
      poolSize: sizes({
        length,
        default: 2,
        unit: 'pixels',
        help: `${axisWords[length]} of the window.`
      }),
      strides: optionalSizes({
        length,
        unit: 'pixels',
        help: 'How far the window moves between two positions; the pool size when not given.'
      }),
      padding: choice({
        choices: ['valid', 'same'],
        default: 'valid',
        help: "'valid' drops what the last window does not cover; 'same' keeps it."
      })
    },
    outputShape({ poolSize, strides, padding }, inputs) {
      const { sizes: input, channels } = spaceInput(inputs, length)
      return [...slideWindow('pool', input, poolSize, strides ?? poolSize, padding), channels]
    },
    weights: noWeights,
    multiplyAdds: noMultiplyAdds,
    reach: ({ poolSize, strides }) => windowReach(poolSize, strides ?? poolSize)
  })
}
