/** Adam, with the formula of Keras 3 (Kingma and Ba 2014, the form before section 2.1: epsilon is outside the correction). */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf } from '../tf'
import type { UpdateRule } from './optimizer'

type AdamSettings = Extract<OptimizerSettings, { kind: 'adam' }>

export function adam({ beta1, beta2, epsilon }: AdamSettings): UpdateRule<'m' | 'v'> {
  return {
    slots: ['m', 'v'],
    update({ value, gradient, slots, learningRate, iteration }) {
      const correction = Math.sqrt(1 - beta2 ** iteration) / (1 - beta1 ** iteration)
      const m = tf.add(slots.m, tf.mul(tf.sub(gradient, slots.m), 1 - beta1))
      const v = tf.add(slots.v, tf.mul(tf.sub(tf.square(gradient), slots.v), 1 - beta2))
      const change = tf.div(tf.mul(m, learningRate * correction), tf.add(tf.sqrt(v), epsilon))
      return { value: tf.sub(value, change), slots: { m, v } }
    }
  }
}
