/** Softmax: values to probabilities that sum to 1. */
import { defineLayer, noMultiplyAdds, noWeights, onlyInput } from './layer'

export const softmax = defineLayer({
  className: 'Softmax',
  label: 'Softmax',
  help: 'Turns the values of each example into probabilities that sum to 1.',
  link: 'https://keras.io/api/layers/activation_layers/softmax/',
  group: 'activation',
  params: {},
  outputShape: (_params, inputs) => onlyInput(inputs),
  weights: noWeights,
  multiplyAdds: noMultiplyAdds
})
