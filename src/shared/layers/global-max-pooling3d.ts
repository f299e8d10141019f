/** GlobalMaxPooling3D: one largest value a volume of features. */
import { defineGlobalPooling } from './global-pooling'

export const globalMaxPooling3d = defineGlobalPooling(3, {
  className: 'GlobalMaxPooling3D',
  label: 'GlobalMaxPooling3D',
  help: 'Takes the largest value of each volume of features, so that any size gives one number a volume.',
  link: 'https://keras.io/api/layers/pooling_layers/global_max_pooling3d/'
})
