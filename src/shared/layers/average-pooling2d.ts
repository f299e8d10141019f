/** AveragePooling2D: keeps the mean of each window. */
import { definePooling2D } from './pooling2d'

export const averagePooling2d = definePooling2D({
  className: 'AveragePooling2D',
  label: 'AveragePooling2D',
  help: 'Keeps the mean of each window.',
  link: 'https://keras.io/api/layers/pooling_layers/average_pooling2d/'
})
