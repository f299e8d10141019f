import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  augmentations,
  completeAugmentation,
  type AugmentationKey,
  type AugmentationSettings
} from '@shared/augmentation'
import { createRandomStream } from '@shared/random'
import type { Batch } from '../resident-dataset'
import { tf } from '../tf'
import { drawBeta } from './draw-beta'
import { drawTransforms } from './geometry'
import { createAugment } from './index'
import { measureStandardization } from './standardization'

const EVERYTHING: AugmentationSettings = {
  rotation_range: 10,
  width_shift_range: 0.1,
  height_shift_range: [1, 2],
  shear_range: 5,
  zoom_range: 0.1,
  horizontal_flip: true,
  vertical_flip: true,
  channel_shift_range: 0.1,
  brightness_range: [0.8, 1.2],
  random_crop_padding: 2,
  cutout_size: 3,
  mixup_alpha: 0.4,
  cutmix_alpha: 1
}

/** What some of them need beside themselves to be seen. */
const companions: Partial<Record<AugmentationKey, AugmentationSettings>> = {
  fill_mode: { fill_mode: 'reflect' },
  mixup_alpha: { cutmix_alpha: 0 },
  cval: { fill_mode: 'constant', cval: 1 },
  featurewise_center: { featurewise_center: true },
  featurewise_std_normalization: { featurewise_std_normalization: true }
}

beforeEach(() => tf.engine().startScope())
afterEach(() => tf.engine().endScope())

describe('augmentation', () => {
  it('is nothing where nothing is asked for', () => {
    const options = { seed: 1, clock: { step: 1 } }
    expect(createAugment(undefined, options)).toBeNull()
    expect(createAugment({ fill_mode: 'wrap', featurewise_center: true }, options)).toBeNull()
  })

  it.each(Object.entries(augmentations))('is carried out: %s', (key, { neutral }) => {
    const beside = companions[key as AugmentationKey] ?? {}
    const settings = { ...EVERYTHING, ...beside }
    const batch = createBatch(16)
    const result = (settings: AugmentationSettings) => {
      const images = createAugment(settings, { seed: 1, clock: { step: 1 } })?.(batch).images
      const measured = measureStandardization(
        { images: Uint8Array.of(1, 2), indices: Int32Array.of(0, 1), pictureShape: [1, 1, 1] },
        completeAugmentation(settings)
      )
      return { pixels: [...(images?.dataSync() ?? [])], measured }
    }
    expect(result({ ...settings, [key]: neutral })).not.toEqual(result(settings))
  })

  it('follows from the seed and the step alone', () => {
    const batch = createBatch(16)
    const read = (seed: number, step: number) =>
      readBatch(augmentWith(EVERYTHING, batch, seed, step))
    const clock = { step: 6 }
    const augment = createAugment(EVERYTHING, { seed: 3, clock })
    augment?.(batch)
    clock.step = 7
    // After another step, or as the first one: a run that goes on draws what it would have drawn.
    expect(readBatch(augment?.(batch) as Batch)).toEqual(read(3, 7))
    expect(read(3, 8)).not.toEqual(read(3, 7))
    expect(read(4, 7)).not.toEqual(read(3, 7))
  })

  it('draws the same shifts whether or not there is anything beside them', () => {
    const draw = (name: string) => createRandomStream(1, `augmentation:${name}:5`)
    const size = { count: 8, height: 10, width: 20 }
    const settings = { width_shift_range: 0.2, height_shift_range: 3 }
    const alone = drawTransforms(completeAugmentation(settings), size, draw)
    const beside = drawTransforms(completeAugmentation({ ...EVERYTHING, ...settings }), size, draw)
    const shifts = ({ columns, rows }: (typeof alone)[number]) => [columns, rows]
    expect(beside.map(shifts)).toEqual(alone.map(shifts))
  })
})

describe("Keras' units", () => {
  const draw = (settings: AugmentationSettings) =>
    drawTransforms(completeAugmentation(settings), { count: 2000, height: 10, width: 20 }, (name) =>
      createRandomStream(1, name)
    )

  it('a shift below 1 is a share of the size, evenly either way', () => {
    const columns = draw({ width_shift_range: 0.1 }).map((one) => one.columns)
    expect(Math.max(...columns)).toBeGreaterThan(1.95)
    expect(Math.max(...columns)).toBeLessThanOrEqual(2)
    expect(Math.min(...columns)).toBeLessThan(-1.95)
    expect(new Set(columns).size).toBe(2000)
  })

  it('a whole number is the whole pixels below it, and a list its numbers, either way', () => {
    const distinct = (values: number[]) =>
      [...new Set(values.map((value) => value + 0))].sort((a, b) => a - b)
    expect(distinct(draw({ height_shift_range: 3 }).map(({ rows }) => rows))).toEqual([
      -2, -1, 0, 1, 2
    ])
    expect(distinct(draw({ height_shift_range: [0.1, 0.5] }).map(({ rows }) => rows))).toEqual([
      -5, -1, 1, 5
    ])
  })

  it('zoom is drawn for width and height independently, between its bounds', () => {
    const zooms = draw({ zoom_range: [0.5, 2] })
    const all = zooms.flatMap(({ zoomColumns, zoomRows }) => [zoomColumns, zoomRows])
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0.5)
    expect(Math.max(...all)).toBeLessThan(2)
    expect(zooms.every(({ zoomColumns, zoomRows }) => zoomColumns !== zoomRows)).toBe(true)
  })

  it('half of the pictures are flipped', () => {
    const flips = draw({ horizontal_flip: true })
    const share = flips.filter((one) => one.isFlippedHorizontally).length / flips.length
    expect(share).toBeGreaterThan(0.46)
    expect(share).toBeLessThan(0.54)
    expect(flips.some((one) => one.isFlippedVertically)).toBe(false)
  })
})

describe('random crop', () => {
  it('moves by whole pixels up to the padding, and black comes after', () => {
    const size = 6
    const ones = { images: tf.ones([64, size, size, 1]), labels: tf.zeros([64], 'int32') }
    const { images } = augmentWith({ random_crop_padding: 2 }, ones)
    const rows = images.squeeze([3]).sum(2).arraySync() as number[][]
    const heights = rows.map((picture) => picture.filter((sum) => sum > 0).length)
    // One that moved by k rows has 6 - k rows left, and all that is left is as white as before.
    expect([...new Set(heights)].sort()).toEqual([4, 5, 6])
    expect([...new Set(images.dataSync())].sort()).toEqual([0, 1])
  })
})

describe('cutout', () => {
  it('hides a square of the size, less where it lies across the border', () => {
    const ones = { images: tf.ones([64, 8, 8, 2]), labels: tf.zeros([64], 'int32') }
    const { images } = augmentWith({ cutout_size: 4 }, ones)
    const hidden = tf.sub(8 * 8, images.mean(3).sum([1, 2])).arraySync() as number[]
    expect(Math.max(...hidden)).toBe(16)
    expect(Math.min(...hidden)).toBeLessThan(16)
    expect(Math.min(...hidden)).toBeGreaterThanOrEqual(4)
  })
})

describe.each([
  ['mixup', { mixup_alpha: 0.8 }],
  ['cutmix', { cutmix_alpha: 1 }]
] as const)('%s', (_name, settings) => {
  it('counts each label by the share of its picture', () => {
    const count = 32
    // Each picture is filled with its own label: the mean of a mixed one says how much of whom is in it.
    const labels = tf.range(0, count, 1, 'int32')
    const images = tf.mul(tf.ones([count, 8, 8, 1]), tf.reshape(labels, [count, 1, 1, 1]))
    const mixed = augmentWith(settings, { images, labels })
    const [first, other, share] = [
      mixed.labels.dataSync(),
      mixed.blend?.labels.dataSync() ?? [],
      mixed.blend?.share.dataSync() ?? []
    ]
    const means = mixed.images.mean([1, 2, 3]).dataSync()
    expect(new Set([...first, ...other]).size).toBe(count)
    means.forEach((mean, index) => {
      const [a = 0, b = 0, part = 0] = [first[index], other[index], share[index]]
      expect(part).toBeGreaterThanOrEqual(0.5)
      expect(mean).toBeCloseTo(part * a + (1 - part) * b, 3)
    })
    expect(share.some((part) => part < 0.95)).toBe(true)
  })
})

describe('drawBeta', () => {
  it.each([0.1, 0.4, 1, 3])('has the mean and the variance of Beta(a, a), a = %d', (alpha) => {
    const stream = createRandomStream(1, 'beta')
    const values = Array.from({ length: 20_000 }, () => drawBeta(stream, alpha, alpha))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(mean).toBeCloseTo(0.5, 1.7)
    expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 2)
  })
})

function augmentWith(settings: AugmentationSettings, batch: Batch, seed = 1, step = 1): Batch {
  const augment = createAugment(settings, { seed, clock: { step } })
  if (!augment) throw new Error('Nothing is asked for.')
  return augment(batch)
}

function createBatch(count: number): Batch {
  return {
    images: tf.randomUniform([count, 8, 8, 3], 0, 1, 'float32', 5),
    labels: tf.range(0, count, 1, 'int32')
  }
}

function readBatch({ images, labels, blend }: Batch) {
  return [images, labels, ...(blend ? [blend.labels, blend.share] : [])].map((tensor) => [
    ...tensor.dataSync()
  ])
}
