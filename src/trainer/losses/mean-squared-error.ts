/** Mean squared error between the probabilities and one-hot rows, the mean over an example's outputs. */
import { tf } from '../tf'
import type { Loss } from './loss'
import { computeErrors } from './probability-errors'

export const meanSquaredError: Loss = {
  computePerExample: (logits, labels) => tf.mean(tf.square(computeErrors(logits, labels)), 1)
}
