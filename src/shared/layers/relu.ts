/** ReLU: negative values become zero. */
import { defineLayer, elementwise } from './layer'
import { number, optionalNumber } from './params'

export const relu = defineLayer({
  ...elementwise,
  className: 'ReLU',
  label: 'ReLU',
  help: 'Keeps positive values, sets negative ones to zero.',
  link: 'https://keras.io/api/layers/activation_layers/relu/',
  category: 'activation',
  params: {
    maxValue: optionalNumber({
      min: 0,
      help: 'The largest value that comes out; none by default.'
    }),
    negativeSlope: number({
      default: 0,
      min: 0,
      max: 1000,
      help: 'What values below the threshold are multiplied with.'
    }),
    threshold: number({
      default: 0,
      min: 0,
      max: 1e6,
      help: 'The value from which on values pass unchanged.'
    })
  }
})
