/** Exponential decay, as Keras' ExponentialDecay. */
import { z } from 'zod'
import { defineSchedule } from './schedule'

export const exponentialDecaySchema = z.strictObject({
  kind: z.literal('exponential'),
  decaySteps: z.number().int().min(1),
  decayRate: z.number().gt(0).lte(1).default(0.96),
  staircase: z.boolean().default(false)
})

export const exponentialDecay = defineSchedule<z.output<typeof exponentialDecaySchema>>({
  label: 'Exponential',
  help: 'Multiplies the learning rate by the decay rate once in each number of steps, smoothly or in stairs.',
  link: 'https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/',
  schema: exponentialDecaySchema,
  computeLearningRate({ decaySteps, decayRate, staircase }, base, { step }) {
    const periods = step / decaySteps
    return base * decayRate ** (staircase ? Math.floor(periods) : periods)
  }
})
