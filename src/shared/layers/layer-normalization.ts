/** LayerNormalization: each example to mean 0 and deviation 1 by itself. */
import { countElements, defineLayer, onlyInput, placesOfAxes } from './layer'
import { axes } from './params'
import { epsilonParam, scaleAndShiftParams, scaleAndShiftWeights } from './scale-and-shift'

export const layerNormalization = defineLayer({
  className: 'LayerNormalization',
  label: 'LayerNormalization',
  help: 'Brings each example to mean 0 and deviation 1 by itself, whatever the batch, then scales and shifts it by learned numbers.',
  link: 'https://keras.io/api/layers/normalization_layers/layer_normalization/',
  category: 'normalisation',
  params: {
    axis: axes({
      default: [-1],
      help: 'The axes over which mean and deviation are taken; -1 is the last, the channels.'
    }),
    epsilon: epsilonParam(),
    ...scaleAndShiftParams()
  },
  outputShape(params, inputs) {
    const input = onlyInput(inputs)
    placesOfAxes(params.axis, input)
    return input
  },
  weights(params, inputs) {
    const input = onlyInput(inputs)
    const shape = placesOfAxes(params.axis, input).map((place) => input[place] ?? 1)
    return scaleAndShiftWeights(params, shape)
  },
  multiplyAdds: (_params, _inputs, output) => countElements(output),
  reach(params, inputs) {
    const input = onlyInput(inputs)
    const isOverChannels = placesOfAxes(params.axis, input).every(
      (place) => place === input.length - 1
    )
    return { kind: isOverChannels && input.length > 1 ? 'place' : 'whole' }
  }
})
