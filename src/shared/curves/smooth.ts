/** The exponential moving average over a growing curve, corrected for its start at zero. */

export interface Smoother {
  /** The smoothed values of `values`, which holds what it held before and possibly more. */
  extend(values: Float64Array): Float64Array
}

const LEAST_WEIGHT = 1e-18

/**
 * `weight` is that of the past: 0 leaves the curve as it is, 0.9 looks back about ten steps. As in Adam, the average
 * is divided by `1 - weight^n`, so that the first values are not drawn towards zero. NaN and infinite values stay as
 * they are and do not enter the average. The values are written into `room` while it holds them.
 */
export function createSmoother(
  weight: number,
  room: Float64Array<ArrayBuffer> = new Float64Array()
): Smoother {
  let smoothed = room
  let done = 0
  let average = 0
  let pastWeight = 1
  return {
    extend(values) {
      const count = values.length
      if (count > smoothed.length) smoothed = enlarge(smoothed, count)
      for (let index = done; index < count; index++) {
        const value = values[index] ?? NaN
        // Finite: infinity less infinity is not zero.
        if (value - value === 0) {
          average = weight * average + (1 - weight) * value
          // Below this it changes no value any more, and numbers near the smallest one are slow to multiply.
          pastWeight = pastWeight < LEAST_WEIGHT ? 0 : pastWeight * weight
          smoothed[index] = average / (1 - pastWeight)
        } else smoothed[index] = value
      }
      done = Math.max(done, count)
      return smoothed.subarray(0, done)
    }
  }
}

/** Room for as many again where it grows; no more than needed for the first time. */
function enlarge(values: Float64Array, count: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length === 0 ? count : Math.max(count, values.length * 2))
  larger.set(values)
  return larger
}
