/** GlobalAveragePooling1D: one mean a row of features. */
import { defineGlobalPooling } from './global-pooling'

export const globalAveragePooling1d = defineGlobalPooling(1, {
  className: 'GlobalAveragePooling1D',
  label: 'GlobalAveragePooling1D',
  help: 'Takes the mean of each row of features, so that any length gives one number a row.',
  link: 'https://keras.io/api/layers/pooling_layers/global_average_pooling1d/'
})
