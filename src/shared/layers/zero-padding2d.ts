/** ZeroPadding2D: a frame of zeros. */
import { defineLayer, elementwise } from './layer'
import { edges } from './params'
import { spaceInput } from './windows'

export const zeroPadding2d = defineLayer({
  ...elementwise,
  className: 'ZeroPadding2D',
  label: 'ZeroPadding2D',
  help: 'Puts rows and columns of zeros around the picture.',
  link: 'https://keras.io/api/layers/reshaping_layers/zero_padding2d/',
  category: 'shape',
  params: {
    padding: edges({
      default: 1,
      unit: 'pixels',
      help: 'Rows above and below, columns left and right.'
    })
  },
  outputShape({ padding }, inputs) {
    const { sizes, channels } = spaceInput(inputs, 2)
    const [height = 0, width = 0] = sizes
    const [[top, bottom], [left, right]] = padding
    return [height + top + bottom, width + left + right, channels]
  }
})
