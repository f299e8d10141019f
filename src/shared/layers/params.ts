/** The kinds of layer parameters: each knows its default, its bounds, how to read Keras JSON and how to write it. */

/** A parameter of a layer. `read` parses a Keras JSON value and throws a ParamError that says what was expected. */
export interface Param<T> {
  readonly type:
    'integer' | 'number' | 'boolean' | 'choice' | 'pair' | 'shape' | 'initializer' | 'regularizer'
  /** Absent: the parameter must be given. */
  readonly default?: T
  readonly help: string
  /** Its name in Keras JSON where that is not the snake_case of ours. */
  readonly kerasName?: string
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  read(value: unknown): T
  write(value: T): unknown
}

// `any` because a table holds parameters of many types; ParamValues recovers each of them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ParamTable = Readonly<Record<string, Param<any>>>
export type ParamValues<P extends ParamTable> = {
  readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never
}

/** "expected ..., received ...": what a parameter's value should have been. */
export class ParamError extends Error {
  override readonly name = 'ParamError'
}

interface NumberOptions {
  readonly default?: number
  readonly min?: number
  readonly max?: number
  readonly help: string
  readonly kerasName?: string
}

export function integer(options: NumberOptions): Param<number> {
  const { min = 1, max = 65_536 } = options
  return {
    ...options,
    type: 'integer',
    min,
    max,
    read: (value) => readInteger(value, min, max),
    write: (value) => value
  }
}

export function number(options: NumberOptions): Param<number> {
  const { min = -Infinity, max = Infinity } = options
  return {
    ...options,
    type: 'number',
    read(value) {
      if (typeof value === 'number' && value >= min && value <= max) return value
      throw expected(`a number from ${min} to ${max}`, value)
    },
    write: (value) => value
  }
}

export function flag(options: { default: boolean; help: string }): Param<boolean> {
  return {
    ...options,
    type: 'boolean',
    read(value) {
      if (typeof value === 'boolean') return value
      throw expected('true or false', value)
    },
    write: (value) => value
  }
}

export function choice<const T extends string>(options: {
  choices: readonly T[]
  default?: NoInfer<T>
  help: string
  /** Other names that Keras writes for the same choice. */
  aliases?: Readonly<Record<string, NoInfer<T>>>
}): Param<T> {
  return {
    ...options,
    type: 'choice',
    read(value) {
      if (options.choices.includes(value as T)) return value as T
      const alias = Object.entries(options.aliases ?? {}).find(([name]) => name === value)
      if (alias) return alias[1]
      throw expected(`one of ${options.choices.map((one) => `'${one}'`).join(', ')}`, value)
    },
    write: (value) => value
  }
}

export type Pair = readonly [number, number]

/** Height and width; Keras also takes one number for both. */
export function pair(options: {
  default?: Pair
  min?: number
  max?: number
  help: string
}): Param<Pair> {
  const { min = 1, max = 1024 } = options
  return {
    ...options,
    type: 'pair',
    min,
    max,
    read(value) {
      const both = Array.isArray(value) ? value : [value, value]
      if (both.length !== 2) throw expected('one or two whole numbers', value)
      return [readInteger(both[0], min, max), readInteger(both[1], min, max)]
    },
    write: (value) => [...value]
  }
}

/** Height and width, or null where the layer has a better idea of its own. */
export function optionalPair(options: { help: string }): Param<Pair | null> {
  const given = pair(options)
  return {
    type: 'pair',
    help: options.help,
    default: null,
    read: (value) => given.read(value),
    write: (value) => (value === null ? null : given.write(value))
  }
}

/** A shape with the batch in front, as InputLayer has it: `[null, 32, 32, 3]`. */
export function batchShape(options: { help: string; kerasName: string }): Param<readonly number[]> {
  return {
    ...options,
    type: 'shape',
    read(value) {
      const isShape = Array.isArray(value) && value.length >= 2 && value.length <= 5
      if (!isShape || value[0] !== null) {
        throw expected('a shape such as [null, 32, 32, 3], the batch first', value)
      }
      return value.slice(1).map((size) => readInteger(size, 1, 65_536))
    },
    write: (value) => [null, ...value]
  }
}

/** An initialiser by its Keras class name, with its configuration. */
export interface Initializer {
  readonly className: InitializerName
  readonly config: Readonly<Record<string, number | string | boolean | null>>
}

export const initializerNames = [
  'GlorotUniform',
  'GlorotNormal',
  'HeUniform',
  'HeNormal',
  'LeCunUniform',
  'LeCunNormal',
  'RandomUniform',
  'RandomNormal',
  'TruncatedNormal',
  'VarianceScaling',
  'Zeros',
  'Ones',
  'Constant'
] as const
export type InitializerName = (typeof initializerNames)[number]

export function initializer(options: {
  default: InitializerName
  help: string
}): Param<Initializer> {
  return {
    type: 'initializer',
    help: options.help,
    choices: initializerNames,
    default: { className: options.default, config: {} },
    read(value) {
      const className = typeof value === 'string' ? value : readField(value, 'class_name')
      const config = typeof value === 'string' ? {} : (readField(value, 'config') ?? {})
      const known = initializerNames.find((name) => comparable(name) === comparable(className))
      if (!known) throw expected(`an initializer such as '${options.default}'`, className)
      if (typeof config !== 'object') throw expected('the configuration of an initializer', config)
      return { className: known, config: onlyScalars(config as object) }
    },
    write: ({ className, config }) => ({ class_name: className, config: { ...config } })
  }
}

/** 'glorot_uniform' and 'GlorotUniform' are the same initialiser to Keras. */
function comparable(name: unknown): string {
  return String(name).replaceAll('_', '').toLowerCase()
}

function onlyScalars(config: object): Initializer['config'] {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([, value]) => value === null || ['number', 'string', 'boolean'].includes(typeof value)
    )
  )
}

/** A penalty on the size of weights: l1 times the sum of |w| plus l2 times the sum of w squared. */
export interface Regularizer {
  readonly l1: number
  readonly l2: number
}

/** Keras' L1, L2 and L1L2, or null for no penalty; always written as L1L2, which Keras and tfjs both read. */
export function regularizer(options: { help: string }): Param<Regularizer | null> {
  return {
    type: 'regularizer',
    help: options.help,
    choices: Object.keys(regularizerFactors),
    default: null,
    read(value) {
      const className = readField(value, 'class_name')
      const config = readField(value, 'config')
      const factors = regularizerFactors[comparable(className)]
      if (!factors) throw expected('a regularizer: L1, L2 or L1L2 with its config', value)
      const read = (key: 'l1' | 'l2') =>
        factors.includes(key) ? readFactor(readField(config, key), `${key} in its config`) : 0
      return { l1: read('l1'), l2: read('l2') }
    },
    write: (value) => value && { class_name: 'L1L2', config: { l1: value.l1, l2: value.l2 } }
  }
}

/** Which numbers each class of Keras has, by its name in small letters. */
const regularizerFactors: Readonly<Record<string, readonly ('l1' | 'l2')[]>> = {
  l1: ['l1'],
  l2: ['l2'],
  l1l2: ['l1', 'l2']
}

function readFactor(value: unknown, what: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1000) return value
  throw expected(`${what}: a number from 0 to 1000`, value)
}

function readField(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function readInteger(value: unknown, min: number, max: number): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number
  }
  throw expected(`a whole number from ${min} to ${max}`, value)
}

export function expected(what: string, received: unknown): ParamError {
  return new ParamError(`expected ${what}, received ${JSON.stringify(received)}`)
}

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
  'swish'
] as const
export type ActivationName = (typeof activationNames)[number]

export const activation = (): Param<ActivationName> =>
  choice({
    choices: activationNames,
    default: 'linear',
    aliases: { silu: 'swish' },
    help: 'Applied to each value that comes out.'
  })
