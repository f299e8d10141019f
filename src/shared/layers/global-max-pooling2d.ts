/** GlobalMaxPooling2D: one largest value a feature map. */
import { defineGlobalPooling } from './global-pooling'

export const globalMaxPooling2d = defineGlobalPooling(2, {
  className: 'GlobalMaxPooling2D',
  label: 'GlobalMaxPooling2D',
  help: 'Takes the largest value of each feature map, so that any picture size gives one number a map.',
  link: 'https://keras.io/api/layers/pooling_layers/global_max_pooling2d/'
})
