/** The point of a curve that is nearest to a place on its axis. */
import { countBelow } from '@shared/curves/axis-values'
import type { CurvePoints } from '@shared/curves/make-curve'

export interface NearestPoint {
  readonly x: number
  readonly y: number
}

/** Null outside of where the curve is; a curve that goes back and forth is searched as a whole. */
export function findNearest({ x, y }: CurvePoints, place: number): NearestPoint | null {
  const row = isAscending(x) ? findAscending(x, place) : findAnywhere(x, place)
  return row === null ? null : { x: x[row] ?? NaN, y: y[row] ?? NaN }
}

function findAscending(x: Float64Array, place: number): number | null {
  const [first, last] = [x[0] ?? NaN, x[x.length - 1] ?? NaN]
  // Beyond its ends a curve has no value, but for half a step: the cursor stands between two points.
  const slack = x.length > 1 ? (last - first) / (x.length - 1) / 2 : 0.5
  if (!(place >= first - slack && place <= last + slack)) return null
  const after = Math.min(countBelow(x, place), x.length - 1)
  const before = Math.max(0, after - 1)
  return place - (x[before] ?? NaN) < (x[after] ?? NaN) - place ? before : after
}

function findAnywhere(x: Float64Array, place: number): number | null {
  let best: number | null = null
  for (let row = 0; row < x.length; row++) {
    const isCloser =
      Math.abs((x[row] ?? NaN) - place) < Math.abs((x[best ?? -1] ?? Infinity) - place)
    if (isCloser) best = row
  }
  return best
}

/** Whether positions ascend, looked at once an array. */
const known = new WeakMap<Float64Array, boolean>()

function isAscending(x: Float64Array): boolean {
  const found = known.get(x)
  if (found !== undefined) return found
  const answer = x.every((value, row) => row === 0 || value >= (x[row - 1] ?? NaN))
  known.set(x, answer)
  return answer
}
