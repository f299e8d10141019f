/** MaxPooling1D: keeps the largest value of each window of a sequence. */
import { definePooling } from './pooling'

export const maxPooling1d = definePooling(1, {
  className: 'MaxPooling1D',
  label: 'MaxPooling1D',
  help: 'Keeps the largest value of each window of a sequence: shorter rows that care less about exact places.',
  link: 'https://keras.io/api/layers/pooling_layers/max_pooling1d/'
})
