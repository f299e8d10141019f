/** Reshape: the same values in another shape. */
import {
  countElements,
  defineLayer,
  formatShape,
  LayerError,
  noMultiplyAdds,
  noWeights,
  onlyInput
} from './layer'
import { targetShape } from './params'

export const reshape = defineLayer({
  className: 'Reshape',
  label: 'Reshape',
  help: 'Lays the same values out in another shape, row by row.',
  link: 'https://keras.io/api/layers/reshaping_layers/reshape/',
  category: 'shape',
  params: {
    targetShape: targetShape({
      help: 'The sizes of one example; one of them may be -1, which is whatever is left.'
    })
  },
  outputShape(params, inputs) {
    const input = onlyInput(inputs)
    const count = countElements(input)
    const known = countElements(params.targetShape.filter((size) => size !== -1))
    const isOpen = params.targetShape.includes(-1)
    if (isOpen ? count % known !== 0 : known !== count) {
      throw new LayerError(
        `cannot lay out ${formatShape(input)} (${count} values) as ${formatShape(params.targetShape)}. Use sizes whose product is ${count}, or -1 for one of them.`
      )
    }
    return params.targetShape.map((size) => (size === -1 ? count / known : size))
  },
  weights: noWeights,
  multiplyAdds: noMultiplyAdds,
  reach(_params, inputs, output) {
    if (formatShape(onlyInput(inputs)) === formatShape(output)) return { kind: 'place' }
    return { kind: output.length === 1 ? 'row' : 'scattered' }
  }
})
