/** The value that the fill mode "constant" shows. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { noEnds } from './ends'
import { numberForm } from './forms'

export const cval = defineAugmentation({
  label: 'Fill value',
  help: 'What the fill mode "constant" shows beyond the border: 0 is black, 1 is white.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: numberForm({ unit: 'brightness', range: [0, 1], step: 0.01 }),
  schema: z.number().min(0).max(1),
  neutral: 0,
  ends: noEnds
})
