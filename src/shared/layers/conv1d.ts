/** Conv1D: filters that slide along a sequence. */
import { defineConvolution } from './convolution'
import { defineLayer } from './layer'
import { choice } from './params'

const plain = defineConvolution(1, {
  className: 'Conv1D',
  label: 'Conv1D',
  help: 'Slides filters along a sequence; each filter gives one row of features.',
  link: 'https://keras.io/api/layers/convolution_layers/convolution1d/'
})

/** Keras pads a sequence in one more way, so that no value sees what comes after it. */
const asSame = <T extends { padding: 'valid' | 'same' | 'causal' }>(params: T) => ({
  ...params,
  padding: params.padding === 'causal' ? ('same' as const) : params.padding
})

export const conv1d = defineLayer({
  ...plain,
  params: {
    ...plain.params,
    padding: choice({
      choices: ['valid', 'same', 'causal'],
      default: 'valid',
      help: "'same' keeps the length (divided by the strides), 'causal' too, but sees only what came before; 'valid' stays inside."
    })
  },
  outputShape: (params, inputs) => plain.outputShape(asSame(params), inputs),
  weights: (params, inputs) => plain.weights(asSame(params), inputs),
  multiplyAdds: (params, inputs, output) => plain.multiplyAdds(asSame(params), inputs, output),
  reach: (params, inputs, output) => plain.reach(asSame(params), inputs, output)
})
