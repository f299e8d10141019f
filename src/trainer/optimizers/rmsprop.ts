/** RMSprop, plain or centred, with or without momentum, with the formulas of Keras 3 (epsilon is inside the root). */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf, type Tensor } from '../tf'
import type { UpdateInput, UpdateRule } from './optimizer'

type RmspropSettings = Extract<OptimizerSettings, { kind: 'rmsprop' }>
type Slot = 'velocity' | 'averageGradient' | 'momentum'

export function rmsprop(settings: RmspropSettings): UpdateRule {
  const { rho, momentum, epsilon, centered } = settings
  const average = (past: Tensor, now: Tensor) => tf.add(tf.mul(past, rho), tf.mul(now, 1 - rho))
  const slots: Slot[] = ['velocity']
  if (centered) slots.push('averageGradient')
  if (momentum > 0) slots.push('momentum')
  return {
    slots,
    update({ value, gradient, slots: past, learningRate }: UpdateInput<string>) {
      const next: Record<string, Tensor> = {
        velocity: average(past.velocity as Tensor, tf.square(gradient))
      }
      let variance = next.velocity as Tensor
      if (centered) {
        next.averageGradient = average(past.averageGradient as Tensor, gradient)
        variance = tf.sub(variance, tf.square(next.averageGradient))
      }
      let change: Tensor = tf.div(
        tf.mul(gradient, learningRate),
        tf.sqrt(tf.add(variance, epsilon))
      )
      if (momentum > 0) {
        change = tf.add(tf.mul(past.momentum as Tensor, momentum), change)
        next.momentum = change
      }
      return { value: tf.sub(value, change), slots: next }
    }
  }
}
