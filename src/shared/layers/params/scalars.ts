/** Parameters of one value: a number, a switch, a choice. */
import { expected, readInteger, type Param, type ParamOptions } from './param'

interface NumberOptions extends ParamOptions {
  readonly default?: number
  readonly start?: number
  readonly min?: number
  readonly max?: number
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
  return {
    ...options,
    type: 'number',
    read: (value) => readNumber(value, options),
    write: (value) => value
  }
}

/** A number, or null for none. */
export function optionalNumber(
  options: Omit<NumberOptions, 'default' | 'start'>
): Param<number | null> {
  return {
    ...options,
    type: 'number',
    default: null,
    read: (value) => (value === null ? null : readNumber(value, options)),
    write: (value) => value
  }
}

function readNumber(value: unknown, { min, max }: { min?: number; max?: number }): number {
  const isIn =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= (min ?? -Infinity) &&
    value <= (max ?? Infinity)
  if (isIn) return value
  throw expected(describeRange(min, max), value)
}

function describeRange(min?: number, max?: number): string {
  if (min !== undefined && max !== undefined) return `a number from ${min} to ${max}`
  if (min !== undefined) return `a number of at least ${min}`
  return max === undefined ? 'a number' : `a number of at most ${max}`
}

export function flag(options: ParamOptions & { default: boolean }): Param<boolean> {
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

export function choice<const T extends string>(
  options: Omit<ParamOptions, 'aliases'> & {
    choices: readonly T[]
    default?: NoInfer<T>
    start?: NoInfer<T>
    /** Other values that Keras writes for the same choice. */
    synonyms?: Readonly<Record<string, NoInfer<T>>>
  }
): Param<T> {
  const { synonyms = {}, ...rest } = options
  return {
    ...rest,
    type: 'choice',
    read(value) {
      if (options.choices.includes(value as T)) return value as T
      const synonym = Object.entries(synonyms).find(([name]) => name === value)
      if (synonym) return synonym[1]
      throw expected(`one of ${options.choices.map((one) => `'${one}'`).join(', ')}`, value)
    },
    write: (value) => value
  }
}
