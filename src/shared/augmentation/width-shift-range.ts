/** Shift of the picture horizontally. */
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { shiftSchema } from './shift'

export const widthShiftRange = defineAugmentation({
  label: 'Width shift',
  help: 'Each picture is moved horizontally: below 1 by up to that share of its width, from 1 by whole pixels below that number.',
  link: IMAGE_DATA_GENERATOR,
  unit: 'share',
  range: [0, 0.5],
  schema: shiftSchema,
  neutral: 0
})
