/** What the global pooling layers have in common: one number for each feature map, whatever its size. */
import { defineLayer, noMultiplyAdds, noWeights, wholeInput } from './layer'
import { flag } from './params'
import { spaceInput } from './windows'

/** Global pooling over `length` axes of space. */
export function defineGlobalPooling(
  length: number,
  names: { className: string; label: string; help: string; link: string }
) {
  return defineLayer({
    ...names,
    category: 'pooling',
    params: {
      keepdims: flag({
        default: false,
        help: 'Keeps the axes of space with size 1, so that the result can be multiplied with feature maps.'
      })
    },
    outputShape({ keepdims }, inputs) {
      const { channels } = spaceInput(inputs, length)
      return keepdims ? [...Array<number>(length).fill(1), channels] : [channels]
    },
    weights: noWeights,
    multiplyAdds: noMultiplyAdds,
    reach: wholeInput
  })
}
