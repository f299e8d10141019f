/** Conv3D: filters that slide through a volume, or through the pictures of a film. */
import { defineConvolution } from './convolution'

export const conv3d = defineConvolution(3, {
  className: 'Conv3D',
  label: 'Conv3D',
  help: 'Slides filters through a volume or a film; each filter gives one volume of features.',
  link: 'https://keras.io/api/layers/convolution_layers/convolution3d/'
})
