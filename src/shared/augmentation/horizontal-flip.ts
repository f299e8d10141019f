/** Horizontal flip: left and right change places. */
import { z } from 'zod'
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endOfFlag } from './ends'
import { switchForm } from './forms'

export const horizontalFlip = defineAugmentation({
  label: 'Horizontal flip',
  help: 'In half of the pictures, drawn at random, left and right change places.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: switchForm(),
  schema: z.boolean(),
  neutral: false,
  ends: (isOn) => endOfFlag(isOn, 'flipped')
})
