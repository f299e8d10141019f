/** Cutout: a black square somewhere in the picture (DeVries and Taylor 2017). */
import { z } from 'zod'
import { defineAugmentation } from './augmentation'
import { numberForm } from './forms'

export const cutoutSize = defineAugmentation({
  label: 'Cutout',
  help: 'A black square of this side, whose middle may lie anywhere in the picture, hides a part of it.',
  link: 'https://arxiv.org/abs/1708.04552',
  group: 'mix',
  forms: numberForm({ unit: 'px', range: [0, 16], step: 1 }),
  schema: z.number().int().min(0).max(512),
  neutral: 0,
  ends: (side) => (side > 0 ? [{ at: side, label: `${side}×${side} px` }] : [])
})
