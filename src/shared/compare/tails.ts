/** Tails of the two distributions that the tests of this folder need; checked against SciPy. */

/** Of the normal distribution: the quantile that leaves 2.5 % on either side. */
export const NORMAL_QUANTILE_95 = 1.959963984540054

/** Above it a continued fraction converges quickly, below it a series does. */
const SERIES_UP_TO = 3
const MOST_TERMS = 500
/** Where a further term changes nothing. */
const PRECISION = 1e-16

/** The chance of a chi-square value of one degree of freedom above `value`. */
export function chiSquareTail(value: number): number {
  return complementaryErrorFunction(Math.sqrt(Math.max(0, value) / 2))
}

/** The chance that a fair coin falls on one side at most `few` times of `throws`. */
export function fairCoinTail(few: number, throws: number): number {
  // Summed from the largest term down, each from the one after it: no factorial overflows.
  let logTerm = logChoose(throws, few) - throws * Math.LN2
  let sum = 0
  for (let count = few; count >= 0; count--) {
    sum += Math.exp(logTerm)
    logTerm += Math.log(count) - Math.log(throws - count + 1)
  }
  return Math.min(1, sum)
}

function logChoose(all: number, chosen: number): number {
  let sum = 0
  for (let one = 1; one <= chosen; one++) sum += Math.log(all - chosen + one) - Math.log(one)
  return sum
}

function complementaryErrorFunction(x: number): number {
  return x < SERIES_UP_TO ? 1 - errorSeries(x) : errorFraction(x)
}

/** The Taylor series of the error function, in the form whose terms are all positive. */
function errorSeries(x: number): number {
  let term = x
  let sum = x
  for (let index = 1; index < MOST_TERMS && term > sum * PRECISION; index++) {
    term *= (2 * x * x) / (2 * index + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** The continued fraction of Laplace, from its far end; 60 steps are more than enough from `SERIES_UP_TO` on. */
function errorFraction(x: number): number {
  let fraction = x
  for (let index = 60; index >= 1; index--) fraction = x + index / 2 / fraction
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction
}
