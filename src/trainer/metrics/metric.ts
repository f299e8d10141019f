/** What a metric is to the trainer: a formula on logits. */
import type { Tensor } from '../tf'

/** To add a metric: its row in src/shared/metrics.ts, one file with this, and its line in the table. */
export interface Metric {
  /**
   * The value of each example.
   * @param logits [batch, outputs] before softmax or sigmoid
   * @param labels [batch] class numbers, int32
   * @returns [batch]; the metric is its mean
   */
  computePerExample(logits: Tensor, labels: Tensor): Tensor
}
