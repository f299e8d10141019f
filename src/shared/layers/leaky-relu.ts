/** LeakyReLU: negative values become small. */
import { defineLayer, elementwise } from './layer'
import { number } from './params'

export const leakyRelu = defineLayer({
  ...elementwise,
  className: 'LeakyReLU',
  label: 'LeakyReLU',
  help: 'Keeps positive values and lets a small part of negative ones through, so that no unit stops learning.',
  link: 'https://keras.io/api/layers/activation_layers/leaky_relu/',
  category: 'activation',
  params: {
    negativeSlope: number({
      default: 0.3,
      min: 0,
      max: 1000,
      // Keras 2's name.
      aliases: ['alpha'],
      help: 'What negative values are multiplied with.'
    })
  }
})
