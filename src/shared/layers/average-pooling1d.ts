/** AveragePooling1D: keeps the mean of each window of a sequence. */
import { definePooling } from './pooling'

export const averagePooling1d = definePooling(1, {
  className: 'AveragePooling1D',
  label: 'AveragePooling1D',
  help: 'Keeps the mean of each window of a sequence.',
  link: 'https://keras.io/api/layers/pooling_layers/average_pooling1d/'
})
