/** What a loss is to the trainer: a formula on logits. */
import type { Tensor } from '../tf'

export interface LossOptions {
  /** How much of a label's certainty is spread over the classes, 0 .. 1; Keras' label_smoothing. */
  readonly labelSmoothing: number
}

/** To add a loss: its row in src/shared/losses.ts, one file with this, and its line in the table. */
export interface Loss {
  /**
   * The loss of each example.
   * @param logits [batch, outputs] before softmax or sigmoid
   * @param labels [batch] class numbers, int32
   * @returns [batch]; gradients flow to the logits
   */
  computePerExample(logits: Tensor, labels: Tensor, options: LossOptions): Tensor
}
