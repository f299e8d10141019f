/** Adagrad: each weight's step shrinks with the gradients it has seen (Duchi 2011), with the formula of Keras 3. */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf } from '../tf'
import type { UpdateRule } from './optimizer'

type AdagradSettings = Extract<OptimizerSettings, { kind: 'adagrad' }>

export function adagrad(settings: AdagradSettings): UpdateRule<'accumulator'> {
  const { initialAccumulatorValue, epsilon } = settings
  return {
    slots: ['accumulator'],
    initialSlotValue: initialAccumulatorValue,
    update({ value, gradient, slots, learningRate }) {
      const accumulator = tf.add(slots.accumulator, tf.square(gradient))
      const root = tf.sqrt(tf.add(accumulator, epsilon))
      const change = tf.div(tf.mul(gradient, learningRate), root)
      return { value: tf.sub(value, change), slots: { accumulator } }
    }
  }
}
