/** Resizing: pictures of any size to one size. */
import { interpolationCost, interpolationParam, interpolationReach } from './interpolation'
import { defineLayer, noWeights } from './layer'
import { flag, integer } from './params'
import { spaceInput } from './windows'

export const resizing = defineLayer({
  className: 'Resizing',
  label: 'Resizing',
  help: 'Brings pictures to another height and width.',
  link: 'https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/',
  category: 'preprocessing',
  params: {
    height: integer({ start: 32, unit: 'pixels', help: 'Height of what comes out.' }),
    width: integer({ start: 32, unit: 'pixels', help: 'Width of what comes out.' }),
    interpolation: interpolationParam('bilinear'),
    cropToAspectRatio: flag({
      default: false,
      help: 'Cuts the margins off instead of stretching the picture.'
    })
  },
  outputShape: ({ height, width }, inputs) => [height, width, spaceInput(inputs, 2).channels],
  weights: noWeights,
  multiplyAdds: ({ interpolation }, _inputs, output) => interpolationCost(interpolation, output),
  reach(params, inputs, output) {
    const { sizes } = spaceInput(inputs, 2)
    const seen = params.cropToAspectRatio ? cropSizes(sizes, output) : sizes
    return interpolationReach(params.interpolation, seen, output)
  }
})

/** The middle part of a picture of `input` that has the proportions of `output`: its height and width. */
export function cropSizes(input: readonly number[], output: readonly number[]): [number, number] {
  const [height = 1, width = 1] = input
  const [targetHeight = 1, targetWidth = 1] = output
  const clamp = (size: number, limit: number) => Math.max(1, Math.min(limit, Math.floor(size)))
  return [
    clamp((width * targetHeight) / targetWidth, height),
    clamp((height * targetWidth) / targetHeight, width)
  ]
}
