/** Stochastic gradient descent with momentum and Nesterov's momentum, with the formulas of Keras 3. */
import type { OptimizerSettings } from '@shared/optimizers'
import { applyDescent, applyMomentum } from '../kernels/apply-descent'
import { tf } from '../tf'
import type { NativeRule } from './native-optimizer'

type SgdSettings = Extract<OptimizerSettings, { kind: 'sgd' }>

export function sgd(settings: SgdSettings): NativeRule {
  return settings.momentum === 0 ? plainDescent : descentWithMomentum(settings)
}

const plainDescent: NativeRule = {
  slots: [],
  beginStep({ learningRate }) {
    const rate = tf.scalar(learningRate)
    return ({ value }, gradient) => applyDescent(value, gradient, rate)
  }
}

function descentWithMomentum({ momentum, nesterov }: SgdSettings): NativeRule<'velocity'> {
  return {
    slots: ['velocity'],
    beginStep({ learningRate }) {
      const numbers = {
        rate: tf.scalar(learningRate),
        momentum: tf.scalar(momentum),
        isNesterov: nesterov
      }
      return ({ value, slots }, gradient) => applyMomentum({ value, ...slots }, gradient, numbers)
    }
  }
}
