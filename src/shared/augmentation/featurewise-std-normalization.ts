/** Standardisation: each channel has mean 0 and deviation 1. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { noEnds } from './ends'
import { switchForm } from './forms'

export const featurewiseStdNormalization = defineAugmentation({
  label: 'Standardise',
  help: 'Each channel is centred and divided by its deviation over the training pictures, in all pictures, those of validation and test included.',
  link: IMAGE_DATA_GENERATOR,
  group: 'standardize',
  forms: switchForm(),
  schema: z.boolean(),
  neutral: false,
  ends: noEnds
})
