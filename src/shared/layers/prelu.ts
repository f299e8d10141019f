/** PReLU: negative values are multiplied with learned numbers. */
import {
  countElements,
  defineLayer,
  LayerError,
  onlyInput,
  ownPlace,
  placesOfAxes,
  type Shape
} from './layer'
import { initializer, optionalAxes, regularizer } from './params'

export const prelu = defineLayer({
  className: 'PReLU',
  label: 'PReLU',
  help: 'Keeps positive values and multiplies negative ones with numbers that are learned.',
  link: 'https://keras.io/api/layers/activation_layers/prelu/',
  category: 'activation',
  params: {
    alphaInitializer: initializer({ default: 'Zeros', help: 'How the slopes begin.' }),
    alphaRegularizer: regularizer({ help: 'A penalty on large slopes, added to the loss.' }),
    sharedAxes: optionalAxes({
      help: 'Axes along which one slope serves all: 1 and 2 give each feature map one slope.'
    })
  },
  outputShape({ sharedAxes }, inputs) {
    slopeShape(sharedAxes, onlyInput(inputs))
    return onlyInput(inputs)
  },
  weights: ({ sharedAxes }, inputs) => [
    {
      name: 'alpha',
      shape: slopeShape(sharedAxes, onlyInput(inputs)),
      isTrainable: true,
      initializer: 'alphaInitializer',
      regularizer: 'alphaRegularizer'
    }
  ],
  multiplyAdds: (_params, _inputs, output) => countElements(output),
  reach: ownPlace
})

function slopeShape(sharedAxes: readonly number[] | null, input: Shape): Shape {
  const negative = sharedAxes?.find((axis) => axis < 0)
  if (negative !== undefined) {
    throw new LayerError(
      `has ${negative} in shared_axes, which Keras counts from 1. Use 1 to ${input.length}.`
    )
  }
  const shared = new Set(placesOfAxes(sharedAxes ?? [], input))
  return input.map((size, place) => (shared.has(place) ? 1 : size))
}
