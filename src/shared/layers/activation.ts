/** Activation: a function applied to each value. */
import { defineLayer, noMultiplyAdds, noWeights, onlyInput } from './layer'
import { activation as activationParam } from './params'

export const activation = defineLayer({
  className: 'Activation',
  label: 'Activation',
  help: 'Applies a function to each value.',
  link: 'https://keras.io/api/layers/core_layers/activation/',
  group: 'activation',
  params: { activation: activationParam() },
  outputShape: (_params, inputs) => onlyInput(inputs),
  weights: noWeights,
  multiplyAdds: noMultiplyAdds
})
