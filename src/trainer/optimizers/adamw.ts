/** AdamW: Adam with the weights pulled towards zero apart from the gradient, in the order of Keras 3 (decay, then step). */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf } from '../tf'
import { adamFormula } from './adam'
import type { UpdateRule } from './optimizer'

type AdamwSettings = Extract<OptimizerSettings, { kind: 'adamw' }>

/** As in Keras, every variable decays: biases and the scales of a batch normalisation too. */
export function adamw({ weightDecay, ...settings }: AdamwSettings): UpdateRule<'m' | 'v'> {
  const { slots, update } = adamFormula({ ...settings, kind: 'adam' })
  return {
    slots,
    update({ value, learningRate, ...rest }) {
      const decayed = tf.sub(value, tf.mul(value, weightDecay * learningRate))
      return update({ value: decayed, learningRate, ...rest })
    }
  }
}
