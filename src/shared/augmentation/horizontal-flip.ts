/** Horizontal flip: left and right change places. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'

export const horizontalFlip = defineAugmentation({
  label: 'Horizontal flip',
  help: 'In half of the pictures, drawn at random, left and right change places.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'none',
  range: null,
  schema: z.boolean(),
  neutral: false
})
