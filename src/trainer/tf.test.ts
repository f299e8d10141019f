import { describe, expect, it } from 'vitest'
import { executeOp, executeOpForOutputs, tf } from './tf'

describe('executeOp', () => {
  it('calls an operation that tfjs does not know, by its name', () => {
    const biased = tf.tidy(() =>
      executeOp('BiasAdd', { T: { dtype: 'float32' }, data_format: 'NHWC' }, [
        tf.tensor2d([[1, 2]]),
        tf.tensor1d([10, 20])
      ]).dataSync()
    )
    expect([...biased]).toEqual([11, 22])
  })

  it('gives each of several outputs', () => {
    const [loss, backprop] = executeOpForOutputs(
      'SoftmaxCrossEntropyWithLogits',
      { T: { dtype: 'float32' } },
      [tf.tensor2d([[0, 0]]), tf.tensor2d([[1, 0]])],
      2
    )
    expect(loss?.dataSync()[0]).toBeCloseTo(Math.LN2, 6)
    expect([...(backprop?.dataSync() ?? [])]).toEqual([-0.5, 0.5])
  })

  it('throws what TensorFlow says when the inputs do not fit', () => {
    expect(() =>
      executeOp('BiasAdd', { T: { dtype: 'float32' }, data_format: 'NHWC' }, [
        tf.tensor2d([[1, 2]]),
        tf.tensor1d([1, 2, 3])
      ])
    ).toThrow(/bias/i)
  })
})
