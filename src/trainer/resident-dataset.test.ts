import { describe, expect, it } from 'vitest'
import { completeAugmentation, type Augmentation } from '@shared/augmentation'
import type { ImageShape } from '@shared/dataset'
import type { ValidationSplit } from '@shared/experiment'
import { createAugment, type Augment } from './augmentation'
import {
  createResidentDataset,
  disposeBatch,
  type ResidentDataset,
  type ResidentPart
} from './resident-dataset'
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
    const dataset = create([2, 2, 1], [2, 2, 1], {
      validation: { kind: 'last-fraction', fraction: 0.25 }
    })
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
    const augmentation = completeAugmentation({ mixup_alpha: 1, featurewise_center: true })
    const dataset = create([2, 2, 1], [3, 3, 3], {
      augmentation,
      augment: createAugment(augmentation, { seed: 1, clock: { step: 1 } })
    })
    disposeBatch(dataset.train.gatherBatch(Int32Array.of(0, 1)))
    disposeBatch(dataset.test.gatherBatch(Int32Array.of(0, 1)))
    dataset.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  it('draws a stratified part of each class for validation', () => {
    const dataset = create([2, 2, 1], [2, 2, 1], {
      validation: { kind: 'stratified', fraction: 0.5, seed: 20 },
      labelOf: (i) => i % 2
    })
    const read = (part: ResidentPart | null) => {
      const batch = part?.gatherBatch(Int32Array.of(0, 1, 2, 3))
      const first = batch?.images.slice([0, 0, 0, 0], [4, 1, 1, 1]).dataSync() ?? []
      const labels = [...(batch?.labels.dataSync() ?? [])]
      return { pictures: [...first].map((value) => Math.round((value * 255) / 4)), labels }
    }
    const [train, validation] = [read(dataset.train), read(dataset.validation)]
    const all = [...train.pictures, ...validation.pictures]
    expect(all.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const { pictures, labels } of [train, validation]) {
      expect(labels).toEqual(pictures.map((picture) => picture % 2))
      expect(labels.filter((label) => label === 1)).toHaveLength(2)
    }
    dataset.dispose()
  })

  it('changes the pictures that are trained with, never those of validation and test', () => {
    const options = { validation: { kind: 'last-fraction', fraction: 0.25 } } as const
    const plain = create([2, 2, 1], [2, 2, 1], options)
    const augment = createAugment({ brightness_range: [0, 0] }, { seed: 1, clock: { step: 1 } })
    const dark = create([2, 2, 1], [2, 2, 1], { ...options, augment })
    const read = (part: ResidentPart | null) => [
      ...(part?.gatherBatch(Int32Array.of(1, 0)).images.dataSync() ?? [])
    ]
    expect(Math.max(...read(plain.train))).toBeGreaterThan(0)
    expect(Math.max(...read(dark.train))).toBe(0)
    expect(read(dark.validation)).toEqual(read(plain.validation))
    expect(read(dark.test)).toEqual(read(plain.test))
    plain.dispose()
    dark.dispose()
  })

  it('standardises all parts by the pictures that are trained with', () => {
    const dataset = create([2, 2, 1], [2, 2, 1], {
      validation: { kind: 'last-fraction', fraction: 0.25 },
      augmentation: completeAugmentation({ featurewise_std_normalization: true })
    })
    // The bytes 0 .. 23: mean 11.5, variance (24 * 24 - 1) / 12.
    const deviation = Math.sqrt(575 / 12)
    const expected = (byte: number) => (byte - 11.5) / deviation
    const firstOf = (part: ResidentPart | null) =>
      part?.gatherBatch(Int32Array.of(0)).images.dataSync()[0]
    expect(firstOf(dataset.train)).toBeCloseTo(expected(0), 3)
    expect(firstOf(dataset.validation)).toBeCloseTo(expected(24), 3)
    expect(firstOf(dataset.test)).toBeCloseTo(expected(0), 3)
    expect(dataset.standardization?.mean[0]).toBeCloseTo(11.5 / 255, 8)
    dataset.dispose()
  })
})

describe('computeTrainCount', () => {
  it('cuts as Keras does', () => {
    expect(computeTrainCount(50_000, { kind: 'last-fraction', fraction: 0.2 })).toBe(40_000)
    expect(computeTrainCount(10, { kind: 'none' })).toBe(10)
    // scikit-learn rounds what is set aside up.
    expect(computeTrainCount(37, { kind: 'stratified', fraction: 0.3, seed: 1 })).toBe(25)
  })

  it('refuses a split that leaves nothing to train or validate with', () => {
    expect(() => computeTrainCount(3, { kind: 'last-fraction', fraction: 0.9 })).toThrow(
      /fraction 0\.9 of 3 pictures leaves 0 to train with/
    )
  })
})

/** Eight pictures to train with and two to test with; picture i has the label i, unless told otherwise. */
function create(
  imageShape: ImageShape,
  inputShape: ImageShape,
  {
    validation = { kind: 'none' },
    labelOf = (i) => i,
    ...others
  }: {
    validation?: ValidationSplit
    labelOf?: (picture: number) => number
    augmentation?: Augmentation
    augment?: Augment | null
  } = {}
): ResidentDataset {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  const part = (count: number) => ({
    images: Uint8Array.from({ length: count * pixels }, (_, i) => i),
    labels: Int32Array.from({ length: count }, (_, i) => labelOf(i))
  })
  return createResidentDataset(
    { train: part(8), test: part(2) },
    { imageShape, inputShape, validation, ...others }
  )
}
