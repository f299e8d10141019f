/** Parameters of several whole numbers: one for each axis of a picture, or for its edges. */
import { expected, readInteger, type Param, type ParamOptions } from './param'

/** One number for each axis. */
export type Sizes = readonly number[]

interface SizesOptions extends ParamOptions {
  /** How many axes: 1 for sequences, 2 for pictures, 3 for volumes. */
  readonly length: number
  readonly default?: number
  readonly start?: number
  readonly min?: number
  readonly max?: number
}

/** One number an axis; Keras also takes a single one for all of them. */
export function sizes({ default: common, start, ...options }: SizesOptions): Param<Sizes> {
  const { length, min = 1, max = 1024 } = options
  const repeat = (size: number) => Array<number>(length).fill(size)
  return {
    ...options,
    ...(common !== undefined && { default: repeat(common) }),
    ...(start !== undefined && { start: repeat(start) }),
    type: 'sizes',
    min,
    max,
    read: (value) => readSizes(value, length, min, max),
    write: (value) => [...value]
  }
}

/** Sizes, or null where the layer has a better idea of its own. */
export function optionalSizes(
  options: Omit<SizesOptions, 'default' | 'start'>
): Param<Sizes | null> {
  const given = sizes(options)
  return {
    ...given,
    default: null,
    read: (value) => (value === null ? null : given.read(value)),
    write: (value) => (value === null ? null : given.write(value))
  }
}

function readSizes(value: unknown, length: number, min: number, max: number): number[] {
  const all = Array.isArray(value) ? (value as unknown[]) : Array<unknown>(length).fill(value)
  if (all.length !== length) {
    throw expected(length === 1 ? 'one whole number' : `one or ${length} whole numbers`, value)
  }
  return all.map((one) => readInteger(one, min, max))
}

/** Rows at the top and the bottom, columns at the left and the right. */
export type Edges = readonly [
  rows: readonly [top: number, bottom: number],
  columns: readonly [left: number, right: number]
]

/** Keras takes one number for all edges, two for height and width, or two pairs. */
export function edges(options: ParamOptions & { default: number }): Param<Edges> {
  const [min, max] = [0, 4096]
  const both = (size: number) => [size, size] as const
  const readAxis = (value: unknown) => {
    const [before, after] = readSizes(value, 2, min, max) as [number, number]
    return [before, after] as const
  }
  return {
    ...options,
    default: [both(options.default), both(options.default)],
    type: 'edges',
    min,
    max,
    read(value) {
      const axes = Array.isArray(value) ? (value as unknown[]) : [value, value]
      if (axes.length !== 2) throw expected('one number, two, or two pairs', value)
      return [readAxis(axes[0]), readAxis(axes[1])]
    },
    write: (value) => value.map((pair) => [...pair])
  }
}
