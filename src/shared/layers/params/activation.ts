/** The functions that a layer can end in, by Keras' names. */
import { readField, type Param } from './param'
import { choice } from './scalars'

export const activationNames = [
  'linear',
  'relu',
  'sigmoid',
  'softmax',
  'tanh',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'gelu',
  'swish',
  'relu6',
  'leaky_relu',
  'hard_sigmoid',
  'hard_swish',
  'mish',
  'exponential',
  'log_softmax'
] as const
export type ActivationName = (typeof activationNames)[number]

/** The activation of a layer that may have none: linear. */
export const activation = (): Param<ActivationName> => ({
  ...activationFunction({ help: 'Applied to each value that comes out.' }),
  default: 'linear'
})

/** An activation that must be named. */
export function activationFunction({ help }: { help: string }): Param<ActivationName> {
  const named = choice({
    choices: activationNames,
    start: 'relu',
    synonyms: { silu: 'swish', hard_silu: 'hard_swish' },
    help
  })
  return { ...named, read: (value) => named.read(readFunctionName(value)) }
}

/** Some versions of Keras 3 write `{class_name: 'function', config: 'relu'}` of their own functions. */
function readFunctionName(value: unknown): unknown {
  const isFunction = readField(value, 'class_name') === 'function'
  return isFunction ? readField(value, 'config') : value
}
