/** Shift of the picture vertically. */
import { defineAugmentation, IMAGE_DATA_GENERATOR } from './augmentation'
import { endsEitherWay } from './ends'
import { computeMostShift, shiftForms, shiftSchema } from './shift'

export const heightShiftRange = defineAugmentation({
  label: 'Height shift',
  help: 'Each picture is moved vertically: below 1 by up to that share of its height, from 1 by whole pixels below that number.',
  link: IMAGE_DATA_GENERATOR,
  group: 'move',
  forms: shiftForms,
  schema: shiftSchema,
  neutral: 0,
  ends: (range, { height }) => endsEitherWay(computeMostShift(range, height), 'px')
})
