/** InputLayer: where the pictures enter. */
import { defineLayer, LayerError, noMultiplyAdds, noWeights, ownPlace } from './layer'
import { batchShape } from './params'

export const inputLayer = defineLayer({
  className: 'InputLayer',
  label: 'Input',
  help: 'Where the pictures enter: height, width and channels of each.',
  link: 'https://keras.io/api/layers/core_layers/input/',
  category: 'core',
  params: {
    shape: batchShape({
      start: [32, 32, 3],
      kerasName: 'batch_shape',
      // Keras 2's name.
      aliases: ['batch_input_shape'],
      unit: 'pixels',
      help: 'The batch (null), then height, width and channels.'
    })
  },
  outputShape({ shape }, inputs) {
    if (inputs.length > 0) throw new LayerError(`takes no input, received ${inputs.length}.`)
    return shape
  },
  weights: noWeights,
  multiplyAdds: noMultiplyAdds,
  reach: ownPlace
})
