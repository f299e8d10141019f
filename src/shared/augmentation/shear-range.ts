/** Shear: one side of the picture is pushed along. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsEitherWay } from './ends'
import { numberForm } from './forms'

export const shearRange = defineAugmentation({
  label: 'Shear',
  help: 'The upright lines of each picture are leant by up to so many degrees, either way.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: numberForm({ unit: 'degrees', range: [0, 45], step: 1 }),
  // At 90 degrees a picture would be a line.
  schema: z.number().min(0).lt(90),
  neutral: 0,
  ends: (most) => endsEitherWay(most, 'degrees')
})
