import { describe, expect, it } from 'vitest'
import { trainingSchema } from '@shared/experiment'
import { createObjective, type ObjectiveSettings } from './objective'
import { tf, type Tensor } from './tf'

function createSettings(changes: object = {}): ObjectiveSettings {
  const optimizer = { kind: 'sgd' }
  return trainingSchema.parse({
    optimizer,
    loss: 'categorical_crossentropy',
    epochs: 1,
    ...changes
  })
}

function computeLoss(settings: ObjectiveSettings, { isTraining }: { isTraining: boolean }): number {
  return tf.tidy(() => {
    const logits = tf.tensor2d([
      [1, 2, 3],
      [0.5, -1, 2],
      [4, 0, 0]
    ])
    const labels = tf.tensor1d([2, 0, 1], 'int32')
    const [loss] = createObjective(settings).computeMeans(logits, labels, { isTraining })
    return loss.dataSync()[0] as number
  })
}

describe('mixed pictures', () => {
  const logits = [
    [1, 2, 3],
    [0.5, -1, 2]
  ]
  const [labels, others, shares] = [
    [2, 0],
    [1, 2],
    [0.7, 0.55]
  ]
  const computeMeans = (settings: ObjectiveSettings, labels: readonly number[]) =>
    tf.tidy(() => {
      const blend = {
        labels: tf.tensor1d(others, 'int32'),
        share: tf.tensor1d(shares)
      }
      const means = createObjective(settings).computeMeans(
        tf.tensor2d(logits),
        tf.tensor1d([...labels], 'int32'),
        { isTraining: true, blend }
      )
      return means.map((mean) => mean.dataSync()[0])
    })

  it.each([0, 0.1])('have the cross-entropy of the mixed label, smoothing %d', (labelSmoothing) => {
    const [loss] = computeMeans(createSettings({ labelSmoothing }), labels)
    const rows = [
      [0, 0.3, 0.7],
      [0.55, 0, 0.45]
    ]
    const expected = tf.losses.softmaxCrossEntropy(rows, logits, undefined, labelSmoothing)
    expect(loss).toBeCloseTo(expected.dataSync()[0] ?? NaN, 5)
  })

  it('are right in the label of the larger share', () => {
    expect(computeMeans(createSettings(), [2, 0])[1]).toBe(0.5)
    expect(computeMeans(createSettings(), [0, 2])[1]).toBe(0.5)
    expect(computeMeans(createSettings(), [2, 2])[1]).toBe(1)
  })
})

describe('class weights', () => {
  it('count in training and not in evaluation', () => {
    const plain = createSettings()
    const weighted = createSettings({ classWeights: [0, 0, 3] })
    const ofTheFirst = Math.log(1 + Math.exp(-1) + Math.exp(-2))
    expect(computeLoss(weighted, { isTraining: true })).toBeCloseTo(ofTheFirst, 5)
    expect(computeLoss(weighted, { isTraining: false })).toBe(
      computeLoss(plain, { isTraining: false })
    )
  })
})

describe('label smoothing', () => {
  it('is the same for labels as one-hot rows and as class numbers', () => {
    const smoothing = { labelSmoothing: 0.2 }
    const rows = computeLoss(createSettings(smoothing), { isTraining: true })
    const sparse = createSettings({ ...smoothing, loss: 'sparse_categorical_crossentropy' })
    expect(computeLoss(sparse, { isTraining: true })).toBe(rows)
    expect(rows).not.toBeCloseTo(computeLoss(createSettings(), { isTraining: true }), 3)
  })
})

describe('gradient clipping', () => {
  const limit = (kind: string, gradients: Tensor[]) =>
    createObjective(createSettings({ gradientClipping: { kind, limit: 1 } }))
      .limitGradients(gradients)
      .map((one) => [...one.dataSync()])

  it('cuts each number, each tensor, or all tensors together', () => {
    const gradients = () => [tf.tensor1d([3, 4]), tf.tensor1d([0.5, 0])]
    expect(limit('value', gradients())).toEqual([
      [1, 1],
      [0.5, 0]
    ])
    expect(limit('norm', gradients())[1]).toEqual([0.5, 0])
    expect(limit('norm', gradients())[0]?.[0]).toBeCloseTo(0.6, 6)
    const length = Math.hypot(5, 0.5)
    expect(limit('global-norm', gradients())[1]?.[0]).toBeCloseTo(0.5 / length, 6)
  })

  it('leaves a gradient of zeros and does not hide one that is infinite', () => {
    expect(limit('norm', [tf.zeros([2])])).toEqual([[0, 0]])
    expect(limit('global-norm', [tf.tensor1d([Infinity, 1])])).toEqual([[NaN, NaN]])
  })
})
