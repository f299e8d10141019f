/** What a parameter of a layer is: its default, its bounds, how it is read from Keras JSON and how it is written. */

/** A parameter of a layer. `read` parses a Keras JSON value and throws a ParamError that says what was expected. */
export interface Param<T> {
  readonly type:
    | 'integer'
    | 'number'
    | 'boolean'
    | 'choice'
    | 'sizes'
    | 'edges'
    | 'shape'
    | 'axis'
    | 'axes'
    | 'initializer'
    | 'regularizer'
  /** Absent: the parameter must be given. */
  readonly default?: T
  /** What a new layer begins with where there is no default. */
  readonly start?: T
  readonly help: string
  /** What its number counts, as it is written behind a field: 'pixels', 'feature maps'. */
  readonly unit?: string
  /** Its name in Keras JSON where that is not the snake_case of ours. */
  readonly kerasName?: string
  /** Other names that versions of Keras have for it. */
  readonly aliases?: readonly string[]
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  /** How many numbers a value of the type 'sizes' has: one an axis. */
  readonly length?: number
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

/** What is said of every kind of parameter. */
export interface ParamOptions {
  readonly help: string
  readonly unit?: string
  readonly kerasName?: string
  readonly aliases?: readonly string[]
}

export function expected(what: string, received: unknown): ParamError {
  return new ParamError(`expected ${what}, received ${JSON.stringify(received)}`)
}

export function readInteger(value: unknown, min: number, max: number): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number
  }
  throw expected(`a whole number from ${min} to ${max}`, value)
}

/** The value of a key of what may not even be an object. */
export function readField(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

/** 'glorot_uniform' and 'GlorotUniform' are the same name to Keras. */
export function comparable(name: unknown): string {
  return String(name).replaceAll('_', '').toLowerCase()
}
