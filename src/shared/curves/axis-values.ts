/** Where the points of a curve stand on an axis: counted in steps, epochs, seconds, examples, or by another metric. */

/** How the epochs of a run lie among its steps. */
export interface EpochGrid {
  /** The last step of each whole epoch, ascending. */
  readonly ends: Float64Array
  /** Whole epochs that were done before the run began, and the step where it began. */
  readonly epochsBefore: number
  readonly firstStep: number
}

/**
 * The place of a step among the epochs: the n-th epoch ends at n, steps within one stand between. Beyond the last whole
 * epoch its length goes on; NaN while no epoch is whole.
 */
export function createEpochScale({
  ends,
  epochsBefore,
  firstStep
}: EpochGrid): (step: number) => number {
  const count = ends.length
  const length = count > 1 ? (ends[1] ?? 0) - (ends[0] ?? 0) : (ends[0] ?? NaN) - firstStep
  const start = (ends[0] ?? NaN) - length
  const lastLength = count > 1 ? (ends[count - 1] ?? 0) - (ends[count - 2] ?? 0) : length
  return (step) => {
    if (count === 0) return NaN
    const epoch = countBelow(ends, step)
    const before = epoch === 0 ? start : (ends[epoch - 1] ?? NaN)
    const own = epoch < count ? (ends[epoch] ?? NaN) - before : lastLength
    return epochsBefore + epoch + (step - before) / (own || 1)
  }
}

/** How many values of an ascending row are smaller than `limit`. */
export function countBelow(ascending: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? NaN) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Steps of one batch size, from `firstStep` on. */
export interface BatchSpan {
  readonly firstStep: number
  readonly batchSize: number
}

/** Examples seen by the end of a step, counted as whole batches; `spans` from the oldest run of a lineage on. */
export function createExampleScale(spans: readonly BatchSpan[]): (step: number) => number {
  return (step) =>
    spans.reduce((sum, { firstStep, batchSize }, index) => {
      const lastStep = Math.min(step, spans[index + 1]?.firstStep ?? Infinity)
      return sum + Math.max(0, lastStep - firstStep) * batchSize
    }, 0)
}

/** The values of `other` at `steps`; NaN where it has none. Both in the order of their steps. */
export function lookUp(
  steps: Float64Array,
  other: { readonly steps: Float64Array; readonly values: Float64Array }
): Float64Array {
  let row = 0
  return steps.map((step) => {
    while (row < other.steps.length && (other.steps[row] ?? NaN) < step) row++
    return other.steps[row] === step ? (other.values[row] ?? NaN) : NaN
  })
}
