/** What a loss is to the trainer: a formula on logits. */
import type { Tensor } from '../tf'

/** To add a loss: its row in src/shared/losses.ts, one file with this, and its line in the table. */
export interface Loss {
  /**
   * The loss of each example.
   * @param logits [batch, outputs] before softmax or sigmoid
   * @param labels [batch] class numbers, int32
   * @returns [batch]; gradients flow to the logits
   */
  computePerExample(logits: Tensor, labels: Tensor): Tensor
}
