/** Half precision (IEEE 754 binary16), in which probabilities are kept: two bytes, and about three digits. */

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

/** The bits of a number of float32, rounded to the nearest of float16, of two equally near ones to the even one. */
export function toFloat16Bits(value: number): number {
  float[0] = value
  const all = bits[0] as number
  const sign = (all >>> 16) & 0x8000
  const magnitude = all & 0x7fffffff
  if (magnitude > INFINITE) return NOT_A_NUMBER
  if (magnitude >= OVERFLOWING) return sign | 0x7c00
  if (magnitude < SMALLEST_NORMAL) return sign | toSubnormal(magnitude)
  // Exponents begin at another place; 13 bits of the mantissa are rounded away, and may carry into the exponent.
  return sign | roundAway(magnitude - EXPONENT_SHIFT, 13)
}

/** The number that the bits stand for. */
export function fromFloat16Bits(half: number): number {
  return (table ??= createTable())[half] as number
}

const INFINITE = 0x7f800000
const NOT_A_NUMBER = 0x7e00
/** 65520: what is at least as large is rounded to infinity. */
const OVERFLOWING = 0x477ff000
/** 2^-14, the smallest float16 with all its digits. */
const SMALLEST_NORMAL = 0x38800000
const EXPONENT_SHIFT = (127 - 15) << 23

/** Counts of 2^-24; `magnitude` are the bits of a float32. */
function toSubnormal(magnitude: number): number {
  const exponent = magnitude >>> 23
  // Less than half of the smallest; a shift by 32 or more would wrap around.
  if (exponent < 102) return 0
  const mantissa = (magnitude & 0x7fffff) | 0x800000
  return roundAway(mantissa, 126 - exponent)
}

/** Without the last `count` bits, rounded to the nearest, ties to even. */
function roundAway(value: number, count: number): number {
  const kept = value >>> count
  const rest = value & ((1 << count) - 1)
  const half = 1 << (count - 1)
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept
}

/** Of all numbers there are; made when it is first needed. */
let table: Float32Array | undefined

function createTable(): Float32Array {
  return Float32Array.from({ length: 0x10000 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >>> 10) & 0x1f
    const mantissa = half & 0x3ff
    if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity
    return exponent === 0
      ? sign * mantissa * 2 ** -24
      : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15)
  })
}
