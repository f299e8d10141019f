/** Shear: one side of the picture is pushed along. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'

export const shearRange = defineAugmentation({
  label: 'Shear',
  help: 'The upright lines of each picture are leant by up to so many degrees, either way.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'degrees',
  range: [0, 45],
  // At 90 degrees a picture would be a line.
  schema: z.number().min(0).lt(90),
  neutral: 0
})
