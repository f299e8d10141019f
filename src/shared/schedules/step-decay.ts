/** Step decay: multiplied by a factor every so many epochs. */
import { z } from 'zod'
import { defineSchedule } from './schedule'

export const stepDecaySchema = z.strictObject({
  kind: z.literal('step'),
  everyEpochs: z.number().int().min(1),
  factor: z.number().gt(0).lt(1).default(0.1)
})

export const stepDecay = defineSchedule<z.output<typeof stepDecaySchema>>({
  label: 'Step',
  help: 'Multiplies the learning rate by a factor every so many epochs.',
  link: 'https://keras.io/api/callbacks/learning_rate_scheduler/',
  schema: stepDecaySchema,
  computeLearningRate: ({ everyEpochs, factor }, base, { epoch }) =>
    base * factor ** Math.floor(epoch / everyEpochs)
})
