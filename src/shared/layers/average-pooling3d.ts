/** AveragePooling3D: keeps the mean of each window of a volume. */
import { definePooling } from './pooling'

export const averagePooling3d = definePooling(3, {
  className: 'AveragePooling3D',
  label: 'AveragePooling3D',
  help: 'Keeps the mean of each window of a volume.',
  link: 'https://keras.io/api/layers/pooling_layers/average_pooling3d/'
})
