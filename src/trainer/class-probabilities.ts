/** What a network says of pictures, as a probability for each class, in the precision in which it is kept. */
import { fromFloat16Bits, toFloat16Bits } from '@shared/float16'
import type { LossKey } from '@shared/losses'
import { losses } from '@shared/losses'
import { chooseAnswers } from './metrics/accuracy'
import { tf, type Tensor } from './tf'

/** Takes in the answers to a part's pictures, batch by batch. */
export interface AnswerCollector {
  /** @param logits [batch, outputs] before softmax or sigmoid, of the next pictures of the part */
  add(logits: Tensor): void
  /** True once there is an answer to every picture. */
  isComplete(): boolean
  /** [pictures, classes]; each row adds up to 1, and its largest value is the network's answer. */
  readonly probabilities: Float32Array
}

export function createAnswerCollector({
  count,
  classCount,
  loss
}: {
  /** Pictures of the part. */
  count: number
  classCount: number
  loss: LossKey
}): AnswerCollector {
  const probabilities = new Float32Array(count * classCount)
  let filled = 0
  return {
    probabilities,
    isComplete: () => filled === count,
    add(logits) {
      const [values, answers] = tf.tidy(() => [
        computeClassProbabilities(logits, loss).dataSync<'float32'>(),
        chooseAnswers(logits).dataSync<'int32'>()
      ])
      answers.forEach((answer, row) => {
        const own = values.subarray(row * classCount, (row + 1) * classCount)
        probabilities.set(roundProbabilities(own, answer), (filled + row) * classCount)
      })
      filled += answers.length
    }
  }
}

/**
 * [batch, classes], each row adding up to 1. A single output is the probability of class 1; of one sigmoid a class, each
 * has its share of their sum.
 */
export function computeClassProbabilities(logits: Tensor, loss: LossKey): Tensor {
  return tf.tidy(() => {
    if (logits.shape.at(-1) === 1) return tf.sigmoid(tf.concat([tf.neg(logits), logits], 1))
    // The share of sigmoids that are all next to nothing is still a number this way.
    return tf.softmax(losses[loss].head === 'softmax' ? logits : tf.logSigmoid(logits))
  })
}

/**
 * A row as float16 has it. Where two classes become equal by that, or were so to softmax's precision, the network's answer
 * gets the next larger number: whoever counts the largest ones counts the network's answers.
 */
export function roundProbabilities(row: Float32Array, answer: number): Float32Array {
  const halves = Uint16Array.from(row, toFloat16Bits)
  const largest = Math.max(...halves.filter((_, index) => index !== answer))
  // The bits of numbers that are not negative are in the order of the numbers.
  if ((halves[answer] ?? 0) <= largest) halves[answer] = largest + 1
  return Float32Array.from(halves, fromFloat16Bits)
}
