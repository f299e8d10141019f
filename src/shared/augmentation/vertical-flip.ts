/** Vertical flip: top and bottom change places. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endOfFlag } from './ends'
import { switchForm } from './forms'

export const verticalFlip = defineAugmentation({
  label: 'Vertical flip',
  help: 'In half of the pictures, drawn at random, top and bottom change places.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: switchForm(),
  schema: z.boolean(),
  neutral: false,
  ends: (isOn) => endOfFlag(isOn, 'flipped')
})
