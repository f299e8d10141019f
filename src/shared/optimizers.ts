/** The table of optimizers: Keras' names, parameters and defaults. The update rules are in the trainer. */
import { z } from 'zod'

const learningRate = (defaultValue: number) => z.number().positive().max(1000).default(defaultValue)
const fraction = (defaultValue: number) => z.number().min(0).lt(1).default(defaultValue)
const epsilon = z.number().positive().default(1e-7)

/** To add an optimizer: one entry here and its update rule in the trainer's table. */
export const optimizers = {
  adam: {
    label: 'Adam',
    link: 'https://keras.io/api/optimizers/adam/',
    schema: z.strictObject({
      kind: z.literal('adam'),
      learningRate: learningRate(0.001),
      beta1: fraction(0.9),
      beta2: fraction(0.999),
      epsilon
    })
  },
  sgd: {
    label: 'SGD',
    link: 'https://keras.io/api/optimizers/sgd/',
    schema: z.strictObject({
      kind: z.literal('sgd'),
      learningRate: learningRate(0.01),
      momentum: fraction(0),
      nesterov: z.boolean().default(false)
    })
  },
  rmsprop: {
    label: 'RMSprop',
    link: 'https://keras.io/api/optimizers/rmsprop/',
    schema: z.strictObject({
      kind: z.literal('rmsprop'),
      learningRate: learningRate(0.001),
      rho: fraction(0.9),
      momentum: fraction(0),
      epsilon,
      centered: z.boolean().default(false)
    })
  },
  adamw: {
    label: 'AdamW',
    link: 'https://keras.io/api/optimizers/adamw/',
    schema: z.strictObject({
      kind: z.literal('adamw'),
      learningRate: learningRate(0.001),
      weightDecay: z
        .number()
        .min(0)
        .lt(1)
        .default(0.004)
        .describe('Times the learning rate: the share of each weight that a step takes away.'),
      beta1: fraction(0.9),
      beta2: fraction(0.999),
      epsilon
    })
  },
  nadam: {
    label: 'Nadam',
    link: 'https://keras.io/api/optimizers/Nadam/',
    schema: z.strictObject({
      kind: z.literal('nadam'),
      learningRate: learningRate(0.001),
      beta1: fraction(0.9),
      beta2: fraction(0.999),
      epsilon
    })
  },
  adagrad: {
    label: 'Adagrad',
    link: 'https://keras.io/api/optimizers/adagrad/',
    schema: z.strictObject({
      kind: z.literal('adagrad'),
      learningRate: learningRate(0.001),
      initialAccumulatorValue: z.number().min(0).default(0.1),
      epsilon
    })
  },
  adadelta: {
    label: 'Adadelta',
    link: 'https://keras.io/api/optimizers/adadelta/',
    schema: z.strictObject({
      kind: z.literal('adadelta'),
      learningRate: learningRate(0.001),
      rho: fraction(0.95),
      epsilon
    })
  }
} as const

export type OptimizerKey = keyof typeof optimizers

export const optimizerSchema = z.discriminatedUnion('kind', [
  optimizers.adam.schema,
  optimizers.sgd.schema,
  optimizers.rmsprop.schema,
  optimizers.adamw.schema,
  optimizers.nadam.schema,
  optimizers.adagrad.schema,
  optimizers.adadelta.schema
])
export type OptimizerSettings = z.infer<typeof optimizerSchema>
