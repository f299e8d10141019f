/** Channel shift: one number is added to every value of a picture. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsEitherWay } from './ends'
import { numberForm } from './forms'

export const channelShiftRange = defineAugmentation({
  label: 'Channel shift',
  help: "Up to this much, either way, is added to all channels of each picture, within the picture's own darkest and brightest value. In the unit of the pictures, 0 to 1.",
  link: IMAGE_DATA_GENERATOR,
  group: 'colour',
  forms: numberForm({ unit: 'brightness', range: [0, 1], step: 0.01 }),
  schema: z.number().min(0).max(1),
  neutral: 0,
  ends: (most) => endsEitherWay(most, 'brightness')
})
