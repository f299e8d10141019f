/** Adadelta: steps in units of the steps before (Zeiler 2012), with the formula of Keras 3 (epsilon is inside the roots). */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf, type Tensor } from '../tf'
import type { UpdateRule } from './optimizer'

type AdadeltaSettings = Extract<OptimizerSettings, { kind: 'adadelta' }>

export function adadelta({
  rho,
  epsilon
}: AdadeltaSettings): UpdateRule<'squaredGradient' | 'squaredChange'> {
  const average = (past: Tensor, now: Tensor) =>
    tf.add(tf.mul(past, rho), tf.mul(tf.square(now), 1 - rho))
  const root = (mean: Tensor) => tf.sqrt(tf.add(mean, epsilon))
  return {
    slots: ['squaredGradient', 'squaredChange'],
    update({ value, gradient, slots, learningRate }) {
      const squaredGradient = average(slots.squaredGradient, gradient)
      const change = tf.div(tf.mul(root(slots.squaredChange), gradient), root(squaredGradient))
      const squaredChange = average(slots.squaredChange, change)
      return {
        value: tf.sub(value, tf.mul(change, learningRate)),
        slots: { squaredGradient, squaredChange }
      }
    }
  }
}
