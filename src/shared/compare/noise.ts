/** How far a score may be off by chance: Wilson's interval, McNemar's test, the interval of a paired difference, and seeds. */
import { chiSquareTail, fairCoinTail, NORMAL_QUANTILE_95 } from './tails'

/** A share from 0 to 1, and the 95 % interval in which it lies. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Two networks on the same pictures: how many only one of them gets right. */
export interface PairedCounts {
  readonly bothRight: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly bothWrong: number
}

export interface McNemarResult {
  /** `exact`: the binomial distribution itself; `chi-square`: its limit, with continuity correction. */
  readonly method: 'exact' | 'chi-square'
  /** The chance of a difference at least this large between two equally good networks. */
  readonly pValue: number
}

/** Where the limit distribution is close enough to the exact one. */
const EXACT_BELOW = 25

/** Wilson's score interval of a share; from 0 to 1 when there is nothing to count. */
export function wilsonInterval(right: number, all: number): Interval {
  if (all === 0) return { low: 0, high: 1 }
  const square = NORMAL_QUANTILE_95 ** 2
  const share = right / all
  const center = (share + square / (2 * all)) / (1 + square / all)
  const spread = Math.sqrt((share * (1 - share)) / all + square / (4 * all * all))
  const half = (NORMAL_QUANTILE_95 * spread) / (1 + square / all)
  // At the ends the two terms are equal but for rounding.
  return {
    low: right === 0 ? 0 : Math.max(0, center - half),
    high: right === all ? 1 : Math.min(1, center + half)
  }
}

/** McNemar's test: only pictures that one of the two gets right say anything about which is better. */
export function testMcNemar({ onlyFirst, onlySecond }: PairedCounts): McNemarResult {
  const discordant = onlyFirst + onlySecond
  if (discordant < EXACT_BELOW) {
    const tail = fairCoinTail(Math.min(onlyFirst, onlySecond), discordant)
    return { method: 'exact', pValue: Math.min(1, 2 * tail) }
  }
  const distance = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1)
  return { method: 'chi-square', pValue: chiSquareTail((distance * distance) / discordant) }
}

/** By how much the second network's accuracy exceeds the first one's. */
export function computeDifference(counts: PairedCounts): number {
  const all = countPictures(counts)
  return all === 0 ? 0 : (counts.onlySecond - counts.onlyFirst) / all
}

/**
 * The 95 % interval of that difference, by Agresti and Min: the plain interval after half a picture was added to each
 * of the four counts, without which it would be too narrow for few pictures, and of no width where none differs.
 */
export function pairedDifferenceInterval(counts: PairedCounts): Interval {
  const all = countPictures(counts) + 2
  const [first, second] = [counts.onlyFirst + 0.5, counts.onlySecond + 0.5]
  const mean = (second - first) / all
  const variance = (first + second) / all - mean * mean
  const half = NORMAL_QUANTILE_95 * Math.sqrt(variance / (all - 1))
  return { low: Math.max(-1, mean - half), high: Math.min(1, mean + half) }
}

export function countPictures(counts: PairedCounts): number {
  return counts.bothRight + counts.onlyFirst + counts.onlySecond + counts.bothWrong
}

/** What runs that differ in nothing but their seed give on average, and how far they lie from it. */
export interface Spread {
  readonly count: number
  readonly mean: number
  /** Of the sample (n - 1); null for one value. */
  readonly deviation: number | null
}

/** Null when there is no value; a value that is no number counts as none. */
export function summarizeSpread(values: readonly number[]): Spread | null {
  const known = values.filter((value) => Number.isFinite(value))
  if (known.length === 0) return null
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : null
  return { count: known.length, mean, deviation }
}
