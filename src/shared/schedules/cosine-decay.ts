/** Cosine decay with a linear warm-up, as Keras' CosineDecay (Loshchilov and Hutter 2016). */
import { z } from 'zod'
import { defineSchedule } from './schedule'

export const cosineDecaySchema = z.strictObject({
  kind: z.literal('cosine'),
  /** Share of all steps in which the learning rate rises from 0. */
  warmUp: z.number().min(0).lt(1).default(0),
  /** What is left at the end, as a share of the learning rate. */
  alpha: z.number().min(0).max(1).default(0)
})

export const cosineDecay = defineSchedule<z.output<typeof cosineDecaySchema>>({
  label: 'Cosine with warm-up',
  help: 'Rises linearly, then falls along half a cosine until the last step.',
  link: 'https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/',
  schema: cosineDecaySchema,
  computeLearningRate({ warmUp, alpha }, base, { step, totalSteps }) {
    const warmUpSteps = Math.round(warmUp * totalSteps)
    if (step < warmUpSteps) return (base * step) / warmUpSteps
    const decaySteps = Math.max(1, totalSteps - warmUpSteps)
    const progress = Math.min(1, (step - warmUpSteps) / decaySteps)
    const cosine = 0.5 * (1 + Math.cos(Math.PI * progress))
    return base * ((1 - alpha) * cosine + alpha)
  }
})
