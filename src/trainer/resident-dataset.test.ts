import { describe, expect, it } from 'vitest'
import type { ImageShape } from '@shared/dataset'
import type { ValidationSplit } from '@shared/experiment'
import { createResidentDataset, type ResidentDataset } from './resident-dataset'
import { tf } from './tf'
import { computeTrainCount } from './validation-split'

describe('a resident data set', () => {
  it('gives the asked-for pictures, in order, scaled to 0..1', () => {
    const dataset = create([2, 2, 1], [2, 2, 1])
    const { images, labels } = dataset.train.gatherBatch(Int32Array.of(3, 0))
    expect(images.shape).toEqual([2, 2, 2, 1])
    expect([...labels.dataSync()]).toEqual([3, 0])
    // Picture i has the bytes 4i .. 4i + 3.
    const expected = [12, 13, 14, 15, 0, 1, 2, 3].map((byte) => Math.fround(byte / 255))
    expect([...images.dataSync()]).toEqual(expected)
    tf.dispose([images, labels])
    dataset.dispose()
  })

  it('counts validation pictures from the last fraction of the training part', () => {
    const dataset = create([2, 2, 1], [2, 2, 1], { kind: 'last-fraction', fraction: 0.25 })
    expect([dataset.train.count, dataset.validation?.count]).toEqual([6, 2])
    const batch = dataset.validation?.gatherBatch(Int32Array.of(1))
    expect([...(batch?.labels.dataSync() ?? [])]).toEqual([7])
    expect((batch?.images.dataSync()[0] ?? 0) * 255).toBeCloseTo(28, 4)
    tf.dispose(Object.values(batch ?? {}))
    dataset.dispose()
  })

  it('pads with zeros around the middle and repeats the grey channel', () => {
    const dataset = create([2, 2, 1], [4, 5, 3])
    const { images, labels } = dataset.train.gatherBatch(Int32Array.of(1))
    expect(images.shape).toEqual([1, 4, 5, 3])
    const red = tf.tidy(() => tf.unstack(images.squeeze(), 2).map((channel) => channel.arraySync()))
    const bytes = (red[0] as number[][]).map((row) => row.map((value) => Math.round(value * 255)))
    expect(bytes).toEqual([
      [0, 0, 0, 0, 0],
      [0, 4, 5, 0, 0],
      [0, 6, 7, 0, 0],
      [0, 0, 0, 0, 0]
    ])
    expect(red[1]).toEqual(red[0])
    expect(red[2]).toEqual(red[0])
    tf.dispose([images, labels])
    dataset.dispose()
  })

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors
    const dataset = create([2, 2, 1], [3, 3, 3])
    const { images, labels } = dataset.test.gatherBatch(Int32Array.of(0, 1))
    tf.dispose([images, labels])
    dataset.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('computeTrainCount', () => {
  it('cuts as Keras does', () => {
    expect(computeTrainCount(50_000, { kind: 'last-fraction', fraction: 0.2 })).toBe(40_000)
    expect(computeTrainCount(10, { kind: 'none' })).toBe(10)
  })

  it('refuses a split that leaves nothing to train or validate with', () => {
    expect(() => computeTrainCount(3, { kind: 'last-fraction', fraction: 0.9 })).toThrow(
      /fraction 0\.9 of 3 pictures leaves 0 to train with/
    )
  })
})

/** Eight pictures to train with and two to test with; picture i has the label i. */
function create(
  imageShape: ImageShape,
  inputShape: ImageShape,
  validation: ValidationSplit = { kind: 'none' }
): ResidentDataset {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  const part = (count: number) => ({
    images: Uint8Array.from({ length: count * pixels }, (_, i) => i),
    labels: Int32Array.from({ length: count }, (_, i) => i)
  })
  return createResidentDataset(
    { train: part(8), test: part(2) },
    { imageShape, inputShape, validation }
  )
}
