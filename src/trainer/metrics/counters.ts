/** The table of counters: what is counted in each batch and added up over an epoch or a part. */
import { countDecisions } from './count-decisions'
import { countThresholds } from './count-thresholds'

/** What a network said of a batch, read from the device. */
export interface ScoredBatch {
  /** Row by row: after softmax or sigmoid. */
  readonly probabilities: ArrayLike<number>
  /** Class numbers. */
  readonly labels: ArrayLike<number>
  /** Numbers in a row: one a class, or a single one for "yes, class 1". */
  readonly outputs: number
}

/** To add a counter: its file, and its line here. Counts of the same network have the same length. */
export const counters = {
  decisions: countDecisions,
  thresholds: countThresholds
} as const satisfies Record<string, (batch: ScoredBatch) => number[]>

export type CounterKey = keyof typeof counters
export const counterKeys = Object.keys(counters) as [CounterKey, ...CounterKey[]]

/** Counts by their counter; plain lists, which a checkpoint can hold. */
export type Counts = Partial<Record<CounterKey, readonly number[]>>

/** The sum of two counts; either may lack a counter. */
export function addCounts(one: Counts, other: Counts): Counts {
  const sums: Counts = { ...one }
  for (const [key, added] of Object.entries(other) as [CounterKey, readonly number[]][]) {
    const before = sums[key]
    sums[key] = before ? added.map((count, index) => count + (before[index] ?? 0)) : added
  }
  return sums
}
