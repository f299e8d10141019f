/** GlobalAveragePooling3D: one mean a volume of features. */
import { defineGlobalPooling } from './global-pooling'

export const globalAveragePooling3d = defineGlobalPooling(3, {
  className: 'GlobalAveragePooling3D',
  label: 'GlobalAveragePooling3D',
  help: 'Takes the mean of each volume of features, so that any size gives one number a volume.',
  link: 'https://keras.io/api/layers/pooling_layers/global_average_pooling3d/'
})
