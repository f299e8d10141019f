/** How far each probability is from its one-hot row: what the losses of regression look at in a classifier. */
import { tf, type Tensor } from '../tf'

/** @param logits [batch, classes] before softmax @param labels [batch] class numbers @returns [batch, classes] */
export function computeErrors(logits: Tensor, labels: Tensor): Tensor {
  const rows = tf.oneHot(labels, logits.shape.at(-1) ?? 0, 1, 0, 'float32')
  return tf.sub(tf.softmax(logits), rows)
}
