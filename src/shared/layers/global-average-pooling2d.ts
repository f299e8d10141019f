/** GlobalAveragePooling2D: one mean a feature map. */
import { defineGlobalPooling } from './global-pooling'

export const globalAveragePooling2d = defineGlobalPooling(2, {
  className: 'GlobalAveragePooling2D',
  label: 'GlobalAveragePooling2D',
  help: 'Takes the mean of each feature map, so that any picture size gives one number a map.',
  link: 'https://keras.io/api/layers/pooling_layers/global_average_pooling2d/'
})
