/** The largest value along axes, with TensorFlow's gradient: equals share it, where tfjs gives all of it to each. */
import { tf, type Tensor } from '../tf'
import { at, withGradient } from './with-gradient'

/** @returns `x` with size 1 along `axes` */
export function globalMax(x: Tensor, axes: readonly number[]): Tensor {
  return withGradient([x], () => {
    const value = tf.max(x, [...axes], true)
    return {
      value,
      saved: [x, value],
      gradients(dy, saved) {
        const isLargest = tf.cast(tf.equal(at(saved, 0), at(saved, 1)), 'float32')
        const share = tf.div(dy, tf.sum(isLargest, [...axes], true))
        return [tf.mul(isLargest, share)]
      }
    }
  })
}
