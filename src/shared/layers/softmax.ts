/** Softmax: values to probabilities that sum to 1. */
import { defineLayer, noMultiplyAdds, noWeights, onlyInput, placeOfAxis } from './layer'
import { axis } from './params'

export const softmax = defineLayer({
  className: 'Softmax',
  label: 'Softmax',
  help: 'Turns the values of each example into probabilities that sum to 1.',
  link: 'https://keras.io/api/layers/activation_layers/softmax/',
  category: 'activation',
  params: {
    axis: axis({ default: -1, help: 'The axis along which they sum to 1; -1 is the last.' })
  },
  outputShape(params, inputs) {
    const input = onlyInput(inputs)
    placeOfAxis(params.axis, input)
    return input
  },
  weights: noWeights,
  multiplyAdds: noMultiplyAdds,
  reach(params, inputs) {
    const input = onlyInput(inputs)
    const isOverChannels = input.length > 1 && placeOfAxis(params.axis, input) === input.length - 1
    return { kind: isOverChannels ? 'place' : 'whole' }
  }
})
