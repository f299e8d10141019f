/** MaxPooling3D: keeps the largest value of each window of a volume. */
import { definePooling } from './pooling'

export const maxPooling3d = definePooling(3, {
  className: 'MaxPooling3D',
  label: 'MaxPooling3D',
  help: 'Keeps the largest value of each window of a volume: smaller volumes that care less about exact places.',
  link: 'https://keras.io/api/layers/pooling_layers/max_pooling3d/'
})
