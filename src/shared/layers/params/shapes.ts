/** Parameters that name shapes and axes. */
import { expected, readInteger, type Param, type ParamOptions } from './param'

const LARGEST_SIZE = 65_536

/** A shape with the batch in front, as InputLayer has it: `[null, 32, 32, 3]`. */
export function batchShape(
  options: ParamOptions & { start: readonly number[] }
): Param<readonly number[]> {
  return {
    ...options,
    type: 'shape',
    read(value) {
      const isShape = Array.isArray(value) && value.length >= 2 && value.length <= 5
      if (!isShape || value[0] !== null) {
        throw expected('a shape such as [null, 32, 32, 3], the batch first', value)
      }
      return value.slice(1).map((size) => readInteger(size, 1, LARGEST_SIZE))
    },
    write: (value) => [null, ...value]
  }
}

/** A shape without the batch, in which one size may be -1: whatever is left. */
export function targetShape(options: ParamOptions): Param<readonly number[]> {
  return {
    ...options,
    start: [-1],
    type: 'shape',
    read(value) {
      const list = Array.isArray(value) ? (value as unknown[]) : []
      if (list.length < 1 || list.length > 4) {
        throw expected('a shape of 1 to 4 sizes such as [4, 4, 8], one of which may be -1', value)
      }
      const shape = list.map((size) => (size === -1 ? -1 : readInteger(size, 1, 2 ** 31 - 1)))
      if (shape.filter((size) => size === -1).length > 1) {
        throw expected('a shape with at most one -1', value)
      }
      return shape
    },
    write: (value) => [...value]
  }
}

/** An axis as Keras counts them: 0 is the batch, -1 the last. Keras 2 writes a list of one. */
export function axis(options: ParamOptions & { default: number }): Param<number> {
  return {
    ...options,
    type: 'axis',
    read(value) {
      const one = Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value
      if (isAxis(one)) return one
      throw expected('an axis: 1 to 4, or -1 to -4 counted from the last', value)
    },
    write: (value) => value
  }
}

/** One axis or several. */
export function axes(options: ParamOptions & { default: readonly number[] }): Param<Axes> {
  return { ...optionalAxes(options), default: options.default } as Param<Axes>
}

/** Axes, or null for none. */
export function optionalAxes(options: ParamOptions): Param<Axes | null> {
  return {
    ...options,
    default: null,
    type: 'axes',
    read(value) {
      if (value === null) return null
      const list = Array.isArray(value) ? (value as unknown[]) : [value]
      const isGood = list.length > 0 && list.every(isAxis) && new Set(list).size === list.length
      if (isGood) return list
      throw expected('axes: 1 to 4, or -1 to -4 counted from the last, none of them twice', value)
    },
    write: (value) => value && [...value]
  }
}

export type Axes = readonly number[]

/** The batch, axis 0, is never meant. */
function isAxis(value: unknown): value is number {
  return Number.isInteger(value) && value !== 0 && Math.abs(value as number) <= 4
}
