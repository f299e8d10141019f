/** Shift of the picture horizontally. */
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsEitherWay } from './ends'
import { computeMostShift, shiftForms, shiftSchema } from './shift'

export const widthShiftRange = defineAugmentation({
  label: 'Width shift',
  help: 'Each picture is moved horizontally: below 1 by up to that share of its width, from 1 by whole pixels below that number.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: shiftForms,
  schema: shiftSchema,
  neutral: 0,
  ends: (range, { width }) => endsEitherWay(computeMostShift(range, width), 'px')
})
