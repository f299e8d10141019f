/** Cropping2D: cuts off the margins. */
import { defineLayer, elementwise, LayerError } from './layer'
import { edges } from './params'
import { spaceInput } from './windows'

export const cropping2d = defineLayer({
  ...elementwise,
  className: 'Cropping2D',
  label: 'Cropping2D',
  help: 'Cuts rows and columns off the margins of the picture.',
  link: 'https://keras.io/api/layers/reshaping_layers/cropping2d/',
  category: 'shape',
  params: {
    cropping: edges({
      default: 0,
      unit: 'pixels',
      help: 'Rows cut off above and below, columns left and right.'
    })
  },
  outputShape({ cropping }, inputs) {
    const { sizes, channels } = spaceInput(inputs, 2)
    const [height = 0, width = 0] = sizes
    const [[top, bottom], [left, right]] = cropping
    const output = [height - top - bottom, width - left - right]
    if (Math.min(...output) < 1) {
      throw new LayerError(
        `cuts ${top + bottom} rows and ${left + right} columns off input ${height}x${width}, which leaves ${output.join('x')}. Cut off less.`
      )
    }
    return [...output, channels]
  }
})
