/** MaxPooling2D: keeps the largest value of each window. */
import { definePooling } from './pooling'

export const maxPooling2d = definePooling(2, {
  className: 'MaxPooling2D',
  label: 'MaxPooling2D',
  help: 'Keeps the largest value of each window: smaller feature maps that care less about exact places.',
  link: 'https://keras.io/api/layers/pooling_layers/max_pooling2d/'
})
