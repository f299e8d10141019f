/** Dense: every input to every unit. */
import { biasParams, biasWeights } from './convolution'
import { defineLayer, formatShape, LayerError, onlyInput, wholeInput } from './layer'
import { activation, flag, initializer, integer, regularizer } from './params'

export const dense = defineLayer({
  className: 'Dense',
  label: 'Dense',
  help: 'Connects every input with every unit: a fully-connected layer.',
  link: 'https://keras.io/api/layers/core_layers/dense/',
  category: 'core',
  params: {
    units: integer({ start: 64, unit: 'units', help: 'Number of values that come out.' }),
    activation: activation(),
    useBias: flag({ default: true, help: 'Adds one learned number to each unit.' }),
    kernelInitializer: initializer({ default: 'GlorotUniform', help: 'How the weights begin.' }),
    kernelRegularizer: regularizer({ help: 'A penalty on large weights, added to the loss.' }),
    ...biasParams()
  },
  outputShape({ units }, inputs) {
    const input = onlyInput(inputs)
    // Keras would apply the layer to the last axis of a picture; in a classifier that is a forgotten Flatten.
    if (input.length !== 1) {
      throw new LayerError(
        `needs one row of values, received ${formatShape(input)}. Insert Flatten or GlobalAveragePooling2D before it.`
      )
    }
    return [units]
  },
  weights({ units, useBias }, inputs) {
    const [values = 0] = onlyInput(inputs)
    return [
      {
        name: 'kernel',
        shape: [values, units],
        isTrainable: true,
        initializer: 'kernelInitializer',
        regularizer: 'kernelRegularizer'
      },
      ...biasWeights(useBias, units)
    ]
  },
  multiplyAdds: ({ units }, inputs) => (onlyInput(inputs)[0] ?? 0) * units,
  reach: wholeInput
})
