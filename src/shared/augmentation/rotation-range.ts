/** Rotation about the middle of the picture. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'

export const rotationRange = defineAugmentation({
  label: 'Rotation',
  help: 'Each picture is turned about its middle by up to so many degrees, either way.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'degrees',
  range: [0, 180],
  schema: z.number().min(0).max(180),
  neutral: 0
})
