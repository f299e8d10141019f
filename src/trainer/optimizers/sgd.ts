/** Stochastic gradient descent with momentum and Nesterov's momentum, with the formulas of Keras 3. */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf, type Tensor } from '../tf'
import type { UpdateRule } from './optimizer'

type SgdSettings = Extract<OptimizerSettings, { kind: 'sgd' }>

export function sgd(settings: SgdSettings): UpdateRule {
  return settings.momentum === 0 ? plainDescent : descentWithMomentum(settings)
}

const plainDescent: UpdateRule = {
  slots: [],
  update: ({ value, gradient, learningRate }) => ({
    value: tf.sub(value, tf.mul(gradient, learningRate)),
    slots: {}
  })
}

function descentWithMomentum({ momentum, nesterov }: SgdSettings): UpdateRule<'velocity'> {
  return {
    slots: ['velocity'],
    update({ value, gradient, slots, learningRate }) {
      const downhill = tf.mul(gradient, learningRate)
      const roll = (velocity: Tensor) => tf.sub(tf.mul(velocity, momentum), downhill)
      const velocity = roll(slots.velocity)
      const change = nesterov ? roll(velocity) : velocity
      return { value: tf.add(value, change), slots: { velocity } }
    }
  }
}
