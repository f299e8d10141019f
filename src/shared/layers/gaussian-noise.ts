/** GaussianNoise: adds noise while training. */
import { defineLayer, elementwise } from './layer'
import { number } from './params'

export const gaussianNoise = defineLayer({
  ...elementwise,
  className: 'GaussianNoise',
  label: 'GaussianNoise',
  help: 'Adds noise to each value in each training step, against over-fitting; does nothing afterwards.',
  link: 'https://keras.io/api/layers/regularization_layers/gaussian_noise/',
  category: 'regularisation',
  params: {
    stddev: number({ start: 0.1, min: 0, max: 1, help: 'Standard deviation of the noise, 0 to 1.' })
  }
})
