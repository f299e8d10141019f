/** Activation: a function applied to each value. */
import { defineLayer, elementwise } from './layer'
import { activationFunction } from './params'

export const activation = defineLayer({
  ...elementwise,
  className: 'Activation',
  label: 'Activation',
  help: 'Applies a function to each value.',
  link: 'https://keras.io/api/layers/core_layers/activation/',
  category: 'activation',
  params: { activation: activationFunction({ help: 'The function, by its name.' }) }
})
