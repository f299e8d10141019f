import { beforeAll, describe, expect, it } from 'vitest'
import {
  augmentations,
  completeAugmentation,
  type AugmentationKey,
  type AugmentationSettings
} from '@shared/augmentation'
import type { AugmentationPreview, PreviewRequest } from '@shared/augmentation-preview'
import type { ValidationSplit } from '@shared/experiment'
import type { RandomStream } from '@shared/random'
import { createAugment } from '../augmentation'
import { changeAt } from '../augmentation/at-value'
import { colour } from '../augmentation/colour'
import { geometry } from '../augmentation/geometry'
import { randomCrop } from '../augmentation/random-crop'
import { createResidentDataset, disposeBatch } from '../resident-dataset'
import { tf, type Tensor } from '../tf'
import { measureAugmentation } from './augmentation-cost'
import { previewAugmentation } from './augmentation-preview'
import { createDatasetShelf, type ShelvedDataset } from './dataset-shelf'

const lastFifth: ValidationSplit = { kind: 'last-fraction', fraction: 0.2 }
let shapes: ShelvedDataset

beforeAll(async () => {
  shapes = await createDatasetShelf().take({
    location: { id: 'shapes', folder: null },
    cacheFolder: ''
  })
})

function preview(
  settings: AugmentationSettings,
  changes: Partial<PreviewRequest> = {}
): AugmentationPreview {
  return previewAugmentation(shapes, {
    settings,
    validation: { kind: 'none' },
    inputShape: null,
    pick: { kind: 'places', places: [7, 12] },
    draws: 2,
    seed: 3,
    ...changes
  })
}

describe('the preview of an augmentation', () => {
  it('is, to the byte, what a training makes of a batch of these pictures', () => {
    const settings: AugmentationSettings = {
      width_shift_range: 0.2,
      rotation_range: 20,
      horizontal_flip: true,
      brightness_range: [0.5, 1.5],
      random_crop_padding: 3,
      cutout_size: 6
    }
    const clock = { step: 1 }
    const data = createResidentDataset(shapes, {
      imageShape: shapes.card.imageShape,
      inputShape: shapes.card.imageShape,
      validation: { kind: 'none' },
      augment: createAugment(settings, { seed: 3, clock })
    })
    const { draws } = preview(settings)
    for (const drawn of draws) {
      const batch = data.train.gatherBatch(Int32Array.of(7, 12))
      const bytes = Array.from(batch.images.dataSync(), (value) => Math.round(value * 255))
      expect([...drawn]).toEqual(bytes)
      disposeBatch(batch)
      clock.step++
    }
    data.dispose()
  })

  it('is the same for the same seed, another for another, and the picture itself without settings', () => {
    const settings = { rotation_range: 30 }
    expect(preview(settings).draws).toEqual(preview(settings).draws)
    expect(preview(settings, { seed: 4 }).draws).not.toEqual(preview(settings).draws)
    const plain = preview({})
    expect(plain.draws).toEqual([plain.before, plain.before])
    expect(plain.extremes).toEqual([])
  })

  it('keeps the draws of one setting when another one is turned on', () => {
    const flips = { horizontal_flip: true }
    const both = preview({ ...flips, brightness_range: [1, 1.0001] }, { draws: 4 }).draws
    preview(flips, { draws: 4 }).draws.forEach((drawn, draw) => {
      const distances = [...drawn].map((byte, place) => Math.abs(byte - (both[draw]?.[place] ?? 0)))
      expect(Math.max(...distances)).toBeLessThanOrEqual(1)
    })
  })

  it('picks by a seed among those that the split leaves for training, each once', () => {
    const pick = { kind: 'seeded', seed: 1, count: 9 } as const
    const places = preview({}, { pick, validation: lastFifth }).pictures.map(({ place }) => place)
    expect(new Set(places).size).toBe(9)
    expect(Math.max(...places)).toBeLessThan(4000)
    const again = preview({}, { pick, validation: lastFifth })
    expect(again.pictures.map(({ place }) => place)).toEqual(places)
    expect(again.counts).toEqual({ train: 4000, validation: 1000 })
  })

  it('says which pictures the split keeps for validation', () => {
    const pick: PreviewRequest['pick'] = { kind: 'places', places: [0, 4999] }
    const { pictures } = preview({}, { pick, validation: lastFifth })
    expect(pictures.map(({ isTrained }) => isTrained)).toEqual([true, false])
  })

  it('names both labels of mixed pictures and how much each counts', () => {
    const { mixtures, pictures } = preview({ mixup_alpha: 1 }, { draws: 8 })
    const all = mixtures.flatMap((one) => one ?? [])
    expect(all).toHaveLength(16)
    for (const { share } of all) expect(share).toBeGreaterThanOrEqual(0.5)
    // They are mixed with others of a batch, not only with each other.
    expect(new Set(all.flatMap(({ label, other }) => [label, other])).size).toBeGreaterThan(2)
    all.forEach(({ label, other }, index) => {
      expect([label, other]).toContain(pictures[index % 2]?.label)
    })
    expect(preview({ rotation_range: 5 }).mixtures).toEqual([null, null])
  })

  it('says what the network gets: the standardisation of the training share, and its values', () => {
    const settings = { featurewise_center: true, featurewise_std_normalization: true }
    const data = createResidentDataset(shapes, {
      imageShape: shapes.card.imageShape,
      inputShape: shapes.card.imageShape,
      validation: lastFifth,
      augmentation: completeAugmentation(settings)
    })
    const batch = data.train.gatherBatch(Int32Array.of(7, 12))
    const values = [...batch.images.dataSync()]
    const { network, before, draws } = preview(settings, { validation: lastFifth, draws: 1 })
    expect(draws).toEqual([before])
    expect(network.isStandardized).toBe(true)
    expect(network.least).toBeCloseTo(Math.min(...values), 5)
    expect(network.most).toBeCloseTo(Math.max(...values), 5)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    expect(network.mean).toBeCloseTo(mean, 4)
    const [seen] = network.draws ?? []
    expect([Math.min(...(seen ?? [])), Math.max(...(seen ?? []))]).toEqual([0, 255])
    disposeBatch(batch)
    data.dispose()
    expect(preview({}).network).toMatchObject({ isStandardized: false, draws: null })
  })

  it('brings pictures to the shape of the model, and says so', () => {
    const { shape, fitNote, before } = preview({}, { inputShape: [40, 40, 3] })
    expect(shape).toEqual([40, 40, 3])
    expect(before).toHaveLength(2 * 40 * 40 * 3)
    expect(fitNote).toContain('padded with zeros to 40×40')
  })

  it('refuses what cannot be, in a sentence', () => {
    expect(() => preview({}, { inputShape: [16, 16, 3] })).toThrow('never cropped')
    expect(() => preview({}, { pick: { kind: 'places', places: [5000] } })).toThrow(
      'there is none at place 5000'
    )
    expect(() => preview({}, { validation: { kind: 'last-fraction', fraction: 0.99999 } })).toThrow(
      'Choose another fraction'
    )
  })

  it('leaves no tensor behind', () => {
    const everything: AugmentationSettings = {
      width_shift_range: [1, 2],
      zoom_range: [0.8, 1.1],
      channel_shift_range: 0.2,
      cutmix_alpha: 1,
      mixup_alpha: 1,
      featurewise_center: true
    }
    preview(everything)
    const before = tf.memory().numTensors
    preview(everything)
    measureAugmentation(shapes, { settings: everything, validation: lastFifth, inputShape: null })
    expect(() => preview(everything, { inputShape: [1, 1, 3] })).toThrow()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('the cost of an augmentation', () => {
  const training = { validation: lastFifth, inputShape: null }

  it('is null where nothing is changed, and a time where something is', () => {
    const measure = (settings: AugmentationSettings) =>
      measureAugmentation(shapes, { settings, ...training }).microsecondsPerPicture
    expect(measure({})).toBeNull()
    expect(measure({ rotation_range: 5 })).toBeGreaterThan(0)
    expect(measure({ featurewise_center: true })).toBeGreaterThan(0)
  })
})

describe('the ends of a range', () => {
  const onePicture = (make: (images: Tensor) => Tensor): number[] =>
    tf.tidy((() => {
      const bytes = Array.from(shapes.train.images.subarray(0, 32 * 32 * 3), (byte) => byte / 255)
      return [...make(tf.tensor4d(bytes, [1, 32, 32, 3])).dataSync()]
    }) as () => never) as number[]

  /** Draws the lowest of everything, or the highest. */
  const drawAlways = (share: number): RandomStream => ({
    nextFloat: () => share,
    nextUint32: () => Math.floor(share * 2 ** 32),
    nextBelow: (limit) => Math.min(limit - 1, Math.floor(share * limit))
  })

  it.each<[AugmentationKey, AugmentationSettings, typeof geometry]>([
    ['rotation_range', { rotation_range: 25 }, geometry],
    ['shear_range', { shear_range: 20 }, geometry],
    ['width_shift_range', { width_shift_range: 0.25, fill_mode: 'wrap' }, geometry],
    ['height_shift_range', { height_shift_range: 0.25, fill_mode: 'reflect' }, geometry],
    ['zoom_range', { zoom_range: [0.7, 1.2] }, geometry],
    ['brightness_range', { brightness_range: [0.4, 1.6] }, colour],
    ['channel_shift_range', { channel_shift_range: 0.3 }, colour],
    ['random_crop_padding', { random_crop_padding: 4 }, randomCrop]
  ])('of %s are what training makes of the lowest and the highest draw', (key, given, stage) => {
    const settings = completeAugmentation(given)
    const labels = tf.zeros([1], 'int32')
    const { ends } = augmentations[key] as unknown as {
      ends(value: unknown, size: object): { at: number }[]
    }
    const both = ends(settings[key], { height: 32, width: 32 })
    expect(both).toHaveLength(2)
    both.forEach(({ at }, place) => {
      const stream = drawAlways(place === 0 ? 0 : 1 - 2 ** -32)
      const drawn = onePicture(
        (images) => stage.change({ images, labels }, settings, () => stream).images
      )
      const made = onePicture((images) => changeAt[key]?.(images, at, settings) ?? images)
      const distance = Math.max(
        ...drawn.map((value, index) => Math.abs(value - (made[index] ?? 9)))
      )
      expect(distance).toBeLessThan(1e-4)
    })
    labels.dispose()
  })
})
