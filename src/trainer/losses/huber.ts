/** Huber's loss of the probabilities against one-hot rows: squared for small errors, straight beyond delta. */
import { tf } from '../tf'
import type { Loss } from './loss'
import { computeErrors } from './probability-errors'

/** Keras' default. */
const DELTA = 1

export const huber: Loss = {
  computePerExample(logits, labels) {
    const errors = computeErrors(logits, labels)
    // inside * (error - inside / 2): half the square up to delta, and from there on a line of slope delta.
    const inside = tf.clipByValue(errors, -DELTA, DELTA)
    return tf.mean(tf.mul(inside, tf.sub(errors, tf.mul(inside, 0.5))), 1)
  }
}
