/** Conv2D: filters that slide over the picture. */
import { defineConvolution } from './convolution'

export const conv2d = defineConvolution(2, {
  className: 'Conv2D',
  label: 'Conv2D',
  help: 'Slides filters over the picture; each filter gives one feature map.',
  link: 'https://keras.io/api/layers/convolution_layers/convolution2d/'
})
