/** ELU: negative values bend towards a floor. */
import { defineLayer, elementwise } from './layer'
import { number } from './params'

export const elu = defineLayer({
  ...elementwise,
  className: 'ELU',
  label: 'ELU',
  help: 'Keeps positive values and bends negative ones smoothly towards a floor, which keeps the mean near zero.',
  link: 'https://keras.io/api/layers/activation_layers/elu/',
  category: 'activation',
  params: {
    alpha: number({
      default: 1,
      min: 0,
      max: 1000,
      help: 'How far below zero the floor lies.'
    })
  }
})
