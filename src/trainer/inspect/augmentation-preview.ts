/** Pictures before and after augmentation, by the code that changes the batches of a training. */
import { completeAugmentation, type Augmentation } from '@shared/augmentation'
import type { AugmentationPreview, PreviewRequest } from '@shared/augmentation-preview'
import { UserError } from '@shared/contract/define'
import { fitInput, type ImageShape } from '@shared/dataset'
import { createAugment, type Augment } from '../augmentation'
import {
  measureStandardization,
  standardize,
  type Standardization
} from '../augmentation/standardization'
import type { DataPart } from '../datasets/dataset'
import { applyFit, toFloats, uploadPictures, type Batch } from '../resident-dataset'
import { tf, type Tensor } from '../tf'
import { drawExtremes } from './augmentation-extremes'
import type { ShelvedDataset } from './dataset-shelf'
import { pickPictures } from './pictures'

/** A batch as the lecture takes it. */
const TIMED_BATCH = 128
const TIMED_RUNS = 5

/** @throws UserError when the pictures do not fit the model, or there are no such pictures. */
export function previewAugmentation(
  dataset: ShelvedDataset,
  request: PreviewRequest
): AugmentationPreview {
  const settings = completeAugmentation(request.settings)
  const clock = { step: 0 }
  const augment = createAugment(request.settings, { seed: request.seed, clock })
  return tf.tidy((() => {
    const batch = createBatch(dataset, request)
    const drawn = Array.from({ length: request.draws }, (_, draw) => {
      clock.step = draw + 1
      return augment ? augment(batch) : batch
    })
    return {
      shape: batch.images.shape.slice(1),
      labels: [...batch.labels.dataSync()],
      before: toBytes(batch.images),
      draws: drawn.map(({ images }) => toBytes(images)),
      mixtures: drawn.map(readMixtures),
      extremes: drawExtremes(batch.images, settings).map(({ image, ...words }) => ({
        ...words,
        picture: toBytes(image)
      })),
      range: describeRange(dataset, settings, (drawn[0] ?? batch).images),
      microsecondsPerPicture: augment && timeAugment(augment, batch)
    }
  }) as () => never) as AugmentationPreview
}

function createBatch(dataset: ShelvedDataset, { indices, inputShape }: PreviewRequest): Batch {
  const { shape, images, labels } = pickPictures(dataset, { part: 'train', indices })
  const fit = fitInput(shape, inputShape ?? shape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  return {
    images: applyFit(toFloats(uploadPictures(images, shape)), fit),
    labels: tf.tensor1d(labels, 'int32')
  }
}

/** Floats of 0..1 as bytes; what lies outside is black or white. */
function toBytes(images: Tensor): Uint8Array {
  return Uint8Array.from(images.dataSync(), (value) =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
  )
}

function readMixtures({ labels, blend }: Batch): AugmentationPreview['mixtures'][number] {
  if (!blend) return null
  const [own, others, shares] = [labels, blend.labels, blend.share].map((one) => one.dataSync())
  return Array.from(own ?? [], (label, place) => ({
    label,
    other: others?.[place] ?? label,
    share: shares?.[place] ?? 1
  }))
}

/** Of all training pictures: what a training measures of its own share of them differs in the last digits. */
function describeRange(
  { train, card: { imageShape } }: ShelvedDataset,
  settings: Augmentation,
  images: Tensor
): AugmentationPreview['range'] {
  const measured = measureOnce(train, imageShape, settings)
  const seen = measured ? standardize(images, measured) : images
  return {
    least: seen.min().dataSync()[0] ?? 0,
    most: seen.max().dataSync()[0] ?? 0,
    isStandardized: measured !== null
  }
}

const known = new WeakMap<DataPart, Map<string, Standardization | null>>()

/** Reading all pixels of a set takes a while, and a slider asks often. */
function measureOnce(
  part: DataPart,
  pictureShape: ImageShape,
  settings: Augmentation
): Standardization | null {
  const measured = known.get(part) ?? new Map<string, Standardization | null>()
  known.set(part, measured)
  const key = `${settings.featurewise_center}${settings.featurewise_std_normalization}`
  const kept = measured.get(key)
  if (kept !== undefined) return kept
  const indices = Int32Array.from(part.labels, (_, index) => index)
  const result = measureStandardization({ images: part.images, indices, pictureShape }, settings)
  measured.set(key, result)
  return result
}

/** The median of some batches, because the first ones of a kind take longer. */
function timeAugment(augment: Augment, { images, labels }: Batch): number {
  const [count = 1] = images.shape
  const places = tf.tensor1d(
    Array.from({ length: TIMED_BATCH }, (_, index) => index % count),
    'int32'
  )
  const batch = { images: tf.gather(images, places), labels: tf.gather(labels, places) }
  const times = Array.from({ length: TIMED_RUNS }, () => {
    const startedAt = performance.now()
    tf.tidy(() => void augment(batch).images.dataSync())
    return performance.now() - startedAt
  }).sort((a, b) => a - b)
  return ((times[TIMED_RUNS >> 1] ?? 0) * 1000) / TIMED_BATCH
}
