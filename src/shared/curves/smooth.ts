/** The exponential moving average over a growing curve, corrected for its start at zero. */
import { createGrowingColumn } from '../growing-column'

export interface Smoother {
  /** The smoothed values of `values`, which holds what it held before and possibly more. */
  extend(values: Float64Array): Float64Array
}

/**
 * `weight` is that of the past: 0 leaves the curve as it is, 0.9 looks back about ten steps. As in Adam, the average
 * is divided by `1 - weight^n`, so that the first values are not drawn towards zero. NaN and infinite values stay as
 * they are and do not enter the average.
 */
export function createSmoother(weight: number): Smoother {
  const smoothed = createGrowingColumn()
  let average = 0
  let pastWeight = 1
  return {
    extend(values) {
      for (let index = smoothed.length; index < values.length; index++) {
        const value = values[index] ?? NaN
        if (Number.isFinite(value)) {
          average = weight * average + (1 - weight) * value
          pastWeight *= weight
          smoothed.push(average / (1 - pastWeight))
        } else {
          smoothed.push(value)
        }
      }
      return smoothed.view()
    }
  }
}
