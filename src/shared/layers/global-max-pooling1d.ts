/** GlobalMaxPooling1D: one largest value a row of features. */
import { defineGlobalPooling } from './global-pooling'

export const globalMaxPooling1d = defineGlobalPooling(1, {
  className: 'GlobalMaxPooling1D',
  label: 'GlobalMaxPooling1D',
  help: 'Takes the largest value of each row of features, so that any length gives one number a row.',
  link: 'https://keras.io/api/layers/pooling_layers/global_max_pooling1d/'
})
