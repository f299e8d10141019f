/** GlobalAveragePooling2D: one mean a feature map. */
import { defineLayer, imageInput, noMultiplyAdds, noWeights } from './layer'

export const globalAveragePooling2d = defineLayer({
  className: 'GlobalAveragePooling2D',
  label: 'GlobalAveragePooling2D',
  help: 'Takes the mean of each feature map, so that any picture size gives one number a map.',
  link: 'https://keras.io/api/layers/pooling_layers/global_average_pooling2d/',
  group: 'pooling',
  params: {},
  outputShape: (_params, inputs) => [imageInput(inputs)[2]],
  weights: noWeights,
  multiplyAdds: noMultiplyAdds
})
