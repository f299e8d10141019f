/** What a metric is to the trainer: a value of each example, or a number computed from counts over all examples. */
import type { Tensor } from '../tf'
import type { CounterKey } from './counters'

/** To add a metric: its row in src/shared/metrics.ts, one file with one of these, and its line in the table. */
export type Metric = ExampleMetric | CountedMetric

/** The metric is the mean of its values. */
export interface ExampleMetric {
  readonly kind: 'per-example'
  /**
   * The value of each example.
   * @param logits [batch, outputs] before softmax or sigmoid
   * @param labels [batch] class numbers, int32
   * @returns [batch]
   */
  computePerExample(logits: Tensor, labels: Tensor): Tensor
}

/** The metric of many examples is not the mean of the metrics of their batches: counts are added up instead. */
export interface CountedMetric {
  readonly kind: 'counted'
  readonly counter: CounterKey
  /** From the counts of all examples. */
  compute(counts: readonly number[]): number
}
