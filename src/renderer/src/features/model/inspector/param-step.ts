/** One step up or down in a number, as far as makes sense for it: filters double, rates move by a twentieth. */
import type { Param } from '@shared/layers/params'

export type Direction = 1 | -1

/** The next value; the same when there is none, null for a parameter that has no steps. */
export function stepParam(param: Param<unknown>, value: unknown, direction: Direction): unknown {
  switch (param.type) {
    case 'integer':
      return typeof value === 'number' ? clamp(param, stepInteger(param, value, direction)) : null
    case 'number':
      return typeof value === 'number' ? clamp(param, stepNumber(value, direction)) : null
    case 'sizes':
      return Array.isArray(value)
        ? (value as number[]).map((one) => clamp(param, one + direction))
        : null
    default:
      return null
  }
}

/** Counts of filters and units go by powers of two, as people choose them. */
function stepInteger({ unit }: Param<unknown>, value: number, direction: Direction): number {
  if (unit !== 'feature maps' && unit !== 'units') return value + direction
  const power = Math.log2(value)
  return direction > 0 ? 2 ** (Math.floor(power) + 1) : 2 ** (Math.ceil(power) - 1)
}

function stepNumber(value: number, direction: Direction): number {
  // Below a twentieth, by the size of the number itself: 0.001 to 0.002.
  const size =
    Math.abs(value) >= 0.05 || value === 0 ? 0.05 : 10 ** Math.floor(Math.log10(Math.abs(value)))
  return Number((value + direction * size).toPrecision(6))
}

function clamp({ min, max }: Param<unknown>, value: number): number {
  return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value))
}
