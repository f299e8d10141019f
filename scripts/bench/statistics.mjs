/** Medians and quartiles of what was measured. */

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5)

/**
 * @param {readonly number[]} values
 * @param {number} fraction 0..1, interpolated between neighbours
 */
export function quantile(values, fraction) {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * fraction
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

/**
 * Between which values the median of all that could be measured lies, with 95 % confidence: no shape of the
 * distribution is assumed.
 * @param {readonly number[]} values at least ten
 * @returns {[least: number, most: number]}
 */
export function medianInterval(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const reach = (1.96 * Math.sqrt(sorted.length)) / 2
  const at = (/** @type {number} */ place) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, place))] ?? NaN
  // The ranks of Campbell and Gardner (1988), which count from 1.
  return [
    at(Math.round(sorted.length / 2 - reach) - 1),
    at(Math.round(1 + sorted.length / 2 + reach) - 1)
  ]
}
