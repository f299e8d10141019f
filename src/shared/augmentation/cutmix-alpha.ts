/** CutMix: a piece of another picture, and its label by the size of the piece (Yun and others 2019). */
import { z } from 'zod'
import { defineAugmentation } from './augmentation'
import { numberForm } from './forms'

export const cutmixAlpha = defineAugmentation({
  label: 'CutMix',
  help: 'A box of each picture is replaced by that of another one of its batch; its size is drawn from Beta(alpha, alpha), and each of the two labels counts by its area. With mixup, each batch does one of the two.',
  link: 'https://arxiv.org/abs/1905.04899',
  group: 'mix',
  forms: numberForm({ unit: 'none', range: [0, 2], step: 0.05 }),
  schema: z.number().min(0).max(100),
  neutral: 0,
  ends: (alpha) => (alpha > 0 ? [{ at: 0.5, label: 'half of another one' }] : [])
})
