import { describe, expect, it } from 'vitest'
import { tf, type Tensor } from '../tf'
import { FusedBatchNormalization } from './fused-batch-normalization'

const EPSILON = 0.001

describe('FusedBatchNormalization', () => {
  for (const shape of [
    [4, 3, 5, 2],
    [6, 3]
  ]) {
    it(`has the value and the gradients of the plain formula for [${shape.join(', ')}]`, () => {
      const channels = shape.at(-1) as number
      const x = tf.randomNormal(shape, 1, 2, 'float32', 5)
      const gamma = tf.randomUniform([channels], 0.5, 2, 'float32', 6)
      const beta = tf.randomUniform([channels], -1, 1, 'float32', 7)
      const weight = tf.randomNormal(shape, 0, 1, 'float32', 8)
      const layer = createLayer(shape, [gamma, beta])
      const fused = (input: Tensor) => layer.call(input, { training: true })
      const plain = (input: Tensor) => normalizePlainly(input, gamma, beta)
      expectClose(fused(x), plain(x))
      const slope = (formula: (input: Tensor) => Tensor) =>
        tf.grad((input: Tensor) => tf.sum(tf.mul(formula(input), weight)))(x)
      expectClose(slope(fused), slope(plain))

      const ofWeights = tf.variableGrads(
        () => tf.sum(tf.mul(fused(x), weight)),
        layer.trainableWeights.map((one) => one.read()) as never
      ).grads
      const plainGrads = tf.grads((g: Tensor, b: Tensor) =>
        tf.sum(tf.mul(normalizePlainly(x, g, b), weight))
      )([gamma, beta])
      Object.values(ofWeights).forEach((grad, index) => expectClose(grad, plainGrads[index]))
    })
  }

  it('moves its statistics towards those of the batch', () => {
    const layer = createLayer([2, 1], [tf.ones([1]), tf.zeros([1])])
    // Mean 3, variance 1 (not 2: divided by the count).
    layer.call(tf.tensor2d([[2], [4]]), { training: true })
    const [mean, variance] = layer.nonTrainableWeights.map((one) => one.read().dataSync()[0] ?? NaN)
    expect(mean).toBeCloseTo(0.99 * 0 + 0.01 * 3, 6)
    expect(variance).toBeCloseTo(0.99 * 1 + 0.01 * 1, 6)
  })

  it('trains without a scale and without a centre', () => {
    const layer = new FusedBatchNormalization({ scale: false, center: false }) as unknown as Layer
    layer.build([null, 2])
    const y = layer.call(
      tf.tensor2d([
        [0, 10],
        [2, 30]
      ]),
      { training: true }
    )
    expect([...y.dataSync()].map((value) => Math.round(value * 10) / 10)).toEqual([-1, -1, 1, 1])
  })
})

interface Weight {
  read(): Tensor
}

interface Layer {
  build(shape: (number | null)[]): void
  setWeights(weights: Tensor[]): void
  call(input: Tensor, kwargs: { training: boolean }): Tensor
  readonly trainableWeights: Weight[]
  readonly nonTrainableWeights: Weight[]
}

function createLayer(shape: number[], [gamma, beta]: [Tensor, Tensor]): Layer {
  const layer = new FusedBatchNormalization({ epsilon: EPSILON }) as unknown as Layer
  layer.build([null, ...shape.slice(1)])
  layer.setWeights([gamma, beta, tf.zerosLike(gamma), tf.onesLike(gamma)])
  return layer
}

function normalizePlainly(x: Tensor, gamma: Tensor, beta: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1)
  const { mean, variance } = tf.moments(x, axes)
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)))
  return tf.add(tf.mul(normal, gamma), beta)
}

function expectClose(one: Tensor, other: Tensor | undefined): void {
  const difference = tf.max(tf.abs(tf.sub(one, other as Tensor))).dataSync()[0]
  expect(difference).toBeLessThan(2e-5)
}
