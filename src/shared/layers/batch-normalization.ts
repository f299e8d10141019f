/** BatchNormalization: each channel to mean 0 and deviation 1 over the batch. */
import {
  countElements,
  defineLayer,
  formatShape,
  LayerError,
  onlyInput,
  ownPlace,
  placeOfAxis,
  type Shape
} from './layer'
import { axis, initializer, number } from './params'
import { epsilonParam, scaleAndShiftParams, scaleAndShiftWeights } from './scale-and-shift'

export const batchNormalization = defineLayer({
  className: 'BatchNormalization',
  label: 'BatchNormalization',
  help: 'Brings each channel of a batch to mean 0 and deviation 1, then scales and shifts it by learned numbers.',
  link: 'https://keras.io/api/layers/normalization_layers/batch_normalization/',
  category: 'normalisation',
  params: {
    axis: axis({ default: -1, help: 'The axis of the channels, which is the last one.' }),
    momentum: number({
      default: 0.99,
      min: 0,
      max: 1,
      help: 'Weight of the past in the moving mean and variance that are used after training.'
    }),
    epsilon: epsilonParam(),
    ...scaleAndShiftParams(),
    movingMeanInitializer: initializer({ default: 'Zeros', help: 'How the moving mean begins.' }),
    movingVarianceInitializer: initializer({
      default: 'Ones',
      help: 'How the moving variance begins.'
    })
  },
  outputShape(params, inputs) {
    const input = onlyInput(inputs)
    refuseInnerAxis(params.axis, input)
    return input
  },
  weights(params, inputs) {
    const shape = [onlyInput(inputs).at(-1) ?? 0]
    return [
      ...scaleAndShiftWeights(params, shape),
      { name: 'moving_mean', shape, isTrainable: false, initializer: 'movingMeanInitializer' },
      {
        name: 'moving_variance',
        shape,
        isTrainable: false,
        initializer: 'movingVarianceInitializer'
      }
    ]
  },
  // Once trained, one multiplication and one addition a value.
  multiplyAdds: (_params, _inputs, output) => countElements(output),
  reach: ownPlace
})

function refuseInnerAxis(axisOfChannels: number, input: Shape): void {
  if (placeOfAxis(axisOfChannels, input) === input.length - 1) return
  throw new LayerError(
    `normalises axis ${axisOfChannels} of an input of ${formatShape(input)}, but channels are the last axis here. Set axis to -1.`
  )
}
