/** Mixup: pictures shine through one another, and so do their labels (Zhang and others 2017). */
import { z } from 'zod'
import { defineAugmentation } from './augmentation'
import { numberForm } from './forms'

export const mixupAlpha = defineAugmentation({
  label: 'Mixup',
  help: 'Each picture is mixed with another one of its batch; the share is drawn from Beta(alpha, alpha), and each of the two labels counts by its share. Accuracy asks for the label of the larger share.',
  link: 'https://arxiv.org/abs/1710.09412',
  group: 'mix',
  forms: numberForm({ unit: 'none', range: [0, 2], step: 0.05 }),
  schema: z.number().min(0).max(100),
  neutral: 0,
  ends: (alpha) => (alpha > 0 ? [{ at: 0.5, label: 'half of each' }] : [])
})
