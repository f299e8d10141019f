/** Accuracy: 1 where the network says the true class, 0 elsewhere. */
import { tf } from '../tf'
import type { Metric } from './metric'

export const accuracy: Metric = {
  kind: 'per-example',
  computePerExample(logits, labels) {
    // As Keras chooses: a single output is compared with a probability of 0.5 (a logit of 0), several by the largest.
    const predicted =
      logits.shape.at(-1) === 1
        ? tf.cast(tf.greater(tf.squeeze(logits, [1]), 0), 'int32')
        : tf.argMax(logits, -1)
    return tf.cast(tf.equal(predicted, labels), 'float32')
  }
}
