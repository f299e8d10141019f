/** AveragePooling2D: keeps the mean of each window. */
import { definePooling } from './pooling'

export const averagePooling2d = definePooling(2, {
  className: 'AveragePooling2D',
  label: 'AveragePooling2D',
  help: 'Keeps the mean of each window.',
  link: 'https://keras.io/api/layers/pooling_layers/average_pooling2d/'
})
