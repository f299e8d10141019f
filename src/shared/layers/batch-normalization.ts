/** BatchNormalization: each channel to mean 0 and deviation 1 over the batch. */
import { countElements, defineLayer, onlyInput } from './layer'
import { flag, initializer, number } from './params'

export const batchNormalization = defineLayer({
  className: 'BatchNormalization',
  label: 'BatchNormalization',
  help: 'Brings each channel of a batch to mean 0 and deviation 1, then scales and shifts it by learned numbers.',
  link: 'https://keras.io/api/layers/normalization_layers/batch_normalization/',
  group: 'regularisation',
  params: {
    momentum: number({
      default: 0.99,
      min: 0,
      max: 1,
      help: 'Weight of the past in the moving mean and variance that are used after training.'
    }),
    epsilon: number({
      default: 0.001,
      min: 1e-12,
      max: 1,
      help: 'Added to the variance against division by zero.'
    }),
    center: flag({ default: true, help: 'Shifts by a learned number (beta).' }),
    scale: flag({ default: true, help: 'Scales by a learned number (gamma).' }),
    betaInitializer: initializer({ default: 'Zeros', help: 'How beta begins.' }),
    gammaInitializer: initializer({ default: 'Ones', help: 'How gamma begins.' }),
    movingMeanInitializer: initializer({ default: 'Zeros', help: 'How the moving mean begins.' }),
    movingVarianceInitializer: initializer({
      default: 'Ones',
      help: 'How the moving variance begins.'
    })
  },
  outputShape: (_params, inputs) => onlyInput(inputs),
  weights({ center, scale }, inputs) {
    const shape = [onlyInput(inputs).at(-1) ?? 0]
    return [
      ...(scale ? [{ name: 'gamma', shape, isTrainable: true }] : []),
      ...(center ? [{ name: 'beta', shape, isTrainable: true }] : []),
      { name: 'moving_mean', shape, isTrainable: false },
      { name: 'moving_variance', shape, isTrainable: false }
    ]
  },
  // Once trained, one multiplication and one addition a value.
  multiplyAdds: (_params, _inputs, output) => countElements(output)
})
