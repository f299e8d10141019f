/** Centring: the mean of each channel is taken away. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { noEnds } from './ends'
import { switchForm } from './forms'

export const featurewiseCenter = defineAugmentation({
  label: 'Centre channels',
  help: 'The mean of each channel over the training pictures is taken away from all pictures, those of validation and test included.',
  link: IMAGE_DATA_GENERATOR,
  group: 'standardize',
  forms: switchForm(),
  schema: z.boolean(),
  neutral: false,
  ends: noEnds
})
