/** Nadam: Adam with Nesterov's momentum and its warming schedule (Dozat 2016), with the formula of Keras 3. */
import type { OptimizerSettings } from '@shared/optimizers'
import { tf } from '../tf'
import type { UpdateRule } from './optimizer'

type NadamSettings = Extract<OptimizerSettings, { kind: 'nadam' }>

export function nadam({ beta1, beta2, epsilon }: NadamSettings): UpdateRule<'m' | 'v'> {
  const getProduct = createMomentumProduct(beta1)
  return {
    slots: ['m', 'v'],
    update({ value, gradient, slots, learningRate, iteration }) {
      const now = momentumAt(beta1, iteration)
      const next = momentumAt(beta1, iteration + 1)
      const product = getProduct(iteration)
      const m = tf.add(slots.m, tf.mul(tf.sub(gradient, slots.m), 1 - beta1))
      const v = tf.add(slots.v, tf.mul(tf.sub(tf.square(gradient), slots.v), 1 - beta2))
      const ahead = tf.add(
        tf.mul(m, next / (1 - product * next)),
        tf.mul(gradient, (1 - now) / (1 - product))
      )
      const deviation = tf.sqrt(tf.div(v, 1 - beta2 ** iteration))
      const change = tf.div(tf.mul(ahead, learningRate), tf.add(deviation, epsilon))
      return { value: tf.sub(value, change), slots: { m, v } }
    }
  }
}

/** Dozat's schedule: half of beta1 at first, all of it in the end. */
function momentumAt(beta1: number, iteration: number): number {
  return beta1 * (1 - 0.5 * 0.96 ** iteration)
}

/** The product of the momenta of steps 1 .. iteration: it follows from the iteration, so a checkpoint needs no slot for it. */
function createMomentumProduct(beta1: number): (iteration: number) => number {
  let known = { iteration: 0, product: 1 }
  return (iteration) => {
    if (iteration < known.iteration) known = { iteration: 0, product: 1 }
    let { product } = known
    for (let i = known.iteration + 1; i <= iteration; i++) product *= momentumAt(beta1, i)
    known = { iteration, product }
    return product
  }
}
