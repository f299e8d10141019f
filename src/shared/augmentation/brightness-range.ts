/** Brightness: every value of a picture times one factor. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'

export const brightnessRange = defineAugmentation({
  label: 'Brightness',
  help: 'All values of each picture are multiplied by a factor from [lowest, highest], and kept within black and white.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'factor',
  range: [0, 3],
  schema: z.tuple([z.number().min(0), z.number().min(0)]),
  neutral: [1, 1]
})
