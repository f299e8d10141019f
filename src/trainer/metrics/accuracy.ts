/** Accuracy: 1 where the network says the true class, 0 elsewhere. */
import { tf, type Tensor } from '../tf'
import type { Metric } from './metric'

export const accuracy: Metric = {
  kind: 'per-example',
  computePerExample(logits, labels) {
    return tf.cast(tf.equal(chooseAnswers(logits), labels), 'float32')
  }
}

/** The class that the network says of each example, [batch], as Keras chooses it. */
export function chooseAnswers(logits: Tensor): Tensor {
  // A single output is compared with a probability of 0.5 (a logit of 0), several by the largest.
  return logits.shape.at(-1) === 1
    ? tf.cast(tf.greater(tf.squeeze(logits, [1]), 0), 'int32')
    : tf.argMax(logits, -1)
}
