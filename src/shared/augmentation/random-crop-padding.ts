/** Random crop: a border of black, then a cut of the old size at a random place. */
import { z } from 'zod'
import { defineAugmentation } from './augmentation'
import { endsEitherWay } from './ends'
import { numberForm } from './forms'

export const randomCropPadding = defineAugmentation({
  label: 'Random crop',
  help: 'Each picture gets a black border of so many pixels, and a piece of its own size is cut out anywhere.',
  link: 'https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomCrop.html',
  group: 'mix',
  forms: numberForm({ unit: 'px', range: [0, 8], step: 1 }),
  schema: z.number().int().min(0).max(512),
  neutral: 0,
  ends: (padding) => endsEitherWay(padding, 'px')
})
