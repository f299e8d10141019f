/** Adam, with the formula of Keras 3 (Kingma and Ba 2014, the form before section 2.1: epsilon is outside the correction). */
import type { OptimizerSettings } from '@shared/optimizers'
import { applyAdam, createAdamNumbers } from '../kernels/apply-adam'
import { tf } from '../tf'
import type { NativeRule } from './native-optimizer'
import type { UpdateRule } from './optimizer'

type AdamSettings = Extract<OptimizerSettings, { kind: 'adam' }>

/** As one operation a variable. */
export function adam({ beta1, beta2, epsilon }: AdamSettings): NativeRule<'m' | 'v'> {
  return {
    slots: ['m', 'v'],
    beginStep({ learningRate, iteration }) {
      const rate = learningRate * computeCorrection({ beta1, beta2 }, iteration)
      const numbers = createAdamNumbers({ rate, beta1, beta2, epsilon })
      return ({ value, slots }, gradient) => applyAdam({ value, ...slots }, gradient, numbers)
    }
  }
}

/** As a formula, for the rules that go on from it. */
export function adamFormula({ beta1, beta2, epsilon }: AdamSettings): UpdateRule<'m' | 'v'> {
  return {
    slots: ['m', 'v'],
    update({ value, gradient, slots, learningRate, iteration }) {
      const correction = computeCorrection({ beta1, beta2 }, iteration)
      const m = tf.add(slots.m, tf.mul(tf.sub(gradient, slots.m), 1 - beta1))
      const v = tf.add(slots.v, tf.mul(tf.sub(tf.square(gradient), slots.v), 1 - beta2))
      const change = tf.div(tf.mul(m, learningRate * correction), tf.add(tf.sqrt(v), epsilon))
      return { value: tf.sub(value, change), slots: { m, v } }
    }
  }
}

/** Both averages begin at zero; this brings their ratio to its size. */
function computeCorrection(
  { beta1, beta2 }: Pick<AdamSettings, 'beta1' | 'beta2'>,
  iteration: number
): number {
  return Math.sqrt(1 - beta2 ** iteration) / (1 - beta1 ** iteration)
}
