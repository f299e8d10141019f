/** A column of numbers that only grows: a typed array that doubles its room when it is full. */

const FIRST_CAPACITY = 256

export interface GrowingColumn {
  /** The values so far, without a copy. Valid until the next push. */
  view(): Float64Array
  readonly length: number
  push(value: number): void
  /** Replaces the newest value. */
  replaceLast(value: number): void
}

export function createGrowingColumn(): GrowingColumn {
  let data = new Float64Array(FIRST_CAPACITY)
  let length = 0
  return {
    view: () => data.subarray(0, length),
    get length() {
      return length
    },
    push(value) {
      if (length === data.length) {
        const larger = new Float64Array(data.length * 2)
        larger.set(data)
        data = larger
      }
      data[length++] = value
    },
    replaceLast(value) {
      if (length > 0) data[length - 1] = value
    }
  }
}
