/** Rotation about the middle of the picture. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsEitherWay } from './ends'
import { numberForm } from './forms'

export const rotationRange = defineAugmentation({
  label: 'Rotation',
  help: 'Each picture is turned about its middle by up to so many degrees, either way.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: numberForm({ unit: 'degrees', range: [0, 180], step: 1 }),
  schema: z.number().min(0).max(180),
  neutral: 0,
  ends: (most) => endsEitherWay(most, 'degrees')
})
