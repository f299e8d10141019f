/** SpatialDropout2D: leaves out whole feature maps at random while training. */
import { defineLayer, elementwise } from './layer'
import { number } from './params'
import { spaceInput } from './windows'

export const spatialDropout2d = defineLayer({
  ...elementwise,
  className: 'SpatialDropout2D',
  label: 'SpatialDropout2D',
  help: 'Sets whole feature maps to zero at random in each training step, because neighbouring values say nearly the same; does nothing afterwards.',
  link: 'https://keras.io/api/layers/regularization_layers/spatial_dropout2d/',
  category: 'regularisation',
  params: {
    rate: number({
      start: 0.1,
      min: 0,
      max: 0.99,
      unit: 'share',
      help: 'Share of the feature maps that are left out, 0 to 0.99.'
    })
  },
  outputShape(_params, inputs) {
    const { sizes, channels } = spaceInput(inputs, 2)
    return [...sizes, channels]
  }
})
