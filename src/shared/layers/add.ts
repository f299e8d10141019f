/** Add: the sum of several branches, value by value. */
import { severalInputs } from './branches'
import {
  countElements,
  defineLayer,
  formatShape,
  LayerError,
  noWeights,
  ownPlace,
  type Shape
} from './layer'

export const add = defineLayer({
  className: 'Add',
  label: 'Add',
  help: 'Adds the outputs of several layers value by value, as the shortcut of a residual block does.',
  link: 'https://keras.io/api/layers/merging_layers/add/',
  category: 'merge',
  params: {},
  outputShape: (_params, inputs) => commonShape(inputs),
  weights: noWeights,
  multiplyAdds: (_params, inputs, output) => (inputs.length - 1) * countElements(output),
  reach: ownPlace
})

/** Keras would also stretch sizes of 1 to those of the others; that is no residual block, and more likely a slip. */
function commonShape(inputs: readonly Shape[]): Shape {
  const [first, ...others] = severalInputs(inputs)
  const odd = others.find((shape) => formatShape(shape) !== formatShape(first))
  if (odd) {
    throw new LayerError(
      `adds inputs of one shape, received ${formatShape(first)} and ${formatShape(odd)}. Bring the shortcut to the same shape, for example with a Conv2D of 1x1.`
    )
  }
  return first
}
