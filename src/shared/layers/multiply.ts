/** Multiply: the product of several branches, value by value. */
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

export const multiply = defineLayer({
  className: 'Multiply',
  label: 'Multiply',
  help: 'Multiplies the outputs of several layers value by value; sizes of 1 are stretched, as a gate for each feature map needs it.',
  link: 'https://keras.io/api/layers/merging_layers/multiply/',
  category: 'merge',
  params: {},
  outputShape: (_params, inputs) => severalInputs(inputs).reduce(stretch),
  weights: noWeights,
  multiplyAdds: (_params, inputs, output) => (inputs.length - 1) * countElements(output),
  reach: ownPlace
})

/** The shape that two factors give together: equal sizes, or one of them 1. */
function stretch(one: Shape, other: Shape): Shape {
  const isFitting =
    one.length === other.length &&
    one.every((size, axis) => size === other[axis] || size === 1 || other[axis] === 1)
  if (isFitting) return one.map((size, axis) => Math.max(size, other[axis] ?? 1))
  throw new LayerError(
    `multiplies inputs of one shape, received ${formatShape(one)} and ${formatShape(other)}. Bring them to the same sizes; a size of 1 is stretched.`
  )
}
