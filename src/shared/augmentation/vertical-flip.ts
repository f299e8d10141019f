/** Vertical flip: top and bottom change places. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'

export const verticalFlip = defineAugmentation({
  label: 'Vertical flip',
  help: 'In half of the pictures, drawn at random, top and bottom change places.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'none',
  range: null,
  schema: z.boolean(),
  neutral: false
})
