/** Dropout: leaves out values at random while training. */
import { defineLayer, elementwise } from './layer'
import { number } from './params'

export const dropout = defineLayer({
  ...elementwise,
  className: 'Dropout',
  label: 'Dropout',
  help: 'Sets a share of the values to zero at random in each training step, against over-fitting; does nothing afterwards.',
  link: 'https://keras.io/api/layers/regularization_layers/dropout/',
  category: 'regularisation',
  params: {
    rate: number({
      start: 0.25,
      min: 0,
      max: 0.99,
      unit: 'share',
      help: 'Share of the values that are left out, 0 to 0.99.'
    })
  }
})
