/** ReLU: negative values become zero. */
import { defineLayer, noMultiplyAdds, noWeights, onlyInput } from './layer'

export const relu = defineLayer({
  className: 'ReLU',
  label: 'ReLU',
  help: 'Keeps positive values, sets negative ones to zero.',
  link: 'https://keras.io/api/layers/activation_layers/relu/',
  group: 'activation',
  params: {},
  outputShape: (_params, inputs) => onlyInput(inputs),
  weights: noWeights,
  multiplyAdds: noMultiplyAdds
})
