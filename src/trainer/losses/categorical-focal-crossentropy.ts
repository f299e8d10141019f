/** Focal loss: cross-entropy in which examples that are already right count little (Lin 2017), with the formula of Keras 3. */
import { tf } from '../tf'
import type { Loss } from './loss'

/** Keras' defaults. */
const ALPHA = 0.25
const GAMMA = 2

export const categoricalFocalCrossentropy: Loss = {
  computePerExample(logits, labels) {
    const rows = tf.oneHot(labels, logits.shape.at(-1) ?? 0, 1, 0, 'float32')
    const logOfTrue = tf.sum(tf.mul(tf.logSoftmax(logits), rows), 1)
    const doubt = tf.sub(1, tf.exp(logOfTrue))
    return tf.mul(tf.mul(tf.pow(doubt, GAMMA), logOfTrue), -ALPHA)
  }
}
