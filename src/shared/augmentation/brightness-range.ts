/** Brightness: every value of a picture times one factor. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsOfFactors } from './ends'

export const brightnessRange = defineAugmentation({
  label: 'Brightness',
  help: 'All values of each picture are multiplied by a factor from [lowest, highest], and kept within black and white.',
  link: IMAGE_DATA_GENERATOR,
  group: 'colour',
  forms: [
    {
      label: '',
      unit: 'factor',
      control: { kind: 'pair', range: [0, 3], step: 0.05 },
      holds: () => true,
      start: [1, 1]
    }
  ],
  schema: z.tuple([z.number().min(0), z.number().min(0)]),
  neutral: [1, 1],
  ends: endsOfFactors
})
