/** Concatenate: several branches side by side. */
import { severalInputs } from './branches'
import {
  defineLayer,
  formatShape,
  LayerError,
  noMultiplyAdds,
  noWeights,
  ownPlace,
  placeOfAxis
} from './layer'
import { axis } from './params'

export const concatenate = defineLayer({
  className: 'Concatenate',
  label: 'Concatenate',
  help: 'Puts the outputs of several layers side by side, as more feature maps of one picture.',
  link: 'https://keras.io/api/layers/merging_layers/concatenate/',
  category: 'merge',
  params: {
    axis: axis({
      default: -1,
      help: 'The axis along which they are joined; -1 is the last, the feature maps.'
    })
  },
  outputShape(params, inputs) {
    const [first, ...others] = severalInputs(inputs)
    const place = placeOfAxis(params.axis, first)
    const odd = others.find(
      (shape) =>
        shape.length !== first.length ||
        shape.some((size, index) => index !== place && size !== first[index])
    )
    if (odd) {
      throw new LayerError(
        `joins inputs along axis ${params.axis}, received ${formatShape(first)} and ${formatShape(odd)}. Bring all other sizes to the same values.`
      )
    }
    const joined = inputs.reduce((sum, shape) => sum + (shape[place] ?? 0), 0)
    return first.map((size, index) => (index === place ? joined : size))
  },
  weights: noWeights,
  multiplyAdds: noMultiplyAdds,
  reach: ownPlace
})
