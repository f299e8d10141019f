/** Flatten: all dimensions of an example in one row. */
import { countElements, defineLayer, noMultiplyAdds, noWeights, onlyInput } from './layer'

export const flatten = defineLayer({
  className: 'Flatten',
  label: 'Flatten',
  help: 'Lays feature maps out in one row, as dense layers need them.',
  link: 'https://keras.io/api/layers/reshaping_layers/flatten/',
  category: 'shape',
  params: {},
  outputShape: (_params, inputs) => [countElements(onlyInput(inputs))],
  weights: noWeights,
  multiplyAdds: noMultiplyAdds,
  reach: () => ({ kind: 'row' })
})
