/** Top-5 accuracy: 1 where the true class is among the five most probable ones, 0 elsewhere. */
import { executeOp, tf } from '../tf'
import type { Metric } from './metric'

/** Keras' default. */
const K = 5

export const topKAccuracy: Metric = {
  kind: 'per-example',
  computePerExample(logits, labels) {
    // A single output has two classes, which are both among the first five.
    if (logits.shape.at(-1) === 1) return tf.onesLike(tf.cast(labels, 'float32'))
    const inputs = [logits, labels, tf.scalar(K, 'int32')]
    return tf.cast(executeOp('InTopKV2', { T: { dtype: 'int32' } }, inputs), 'float32')
  }
}
