/** Pictures before and after augmentation, by the code that changes the batches of a training. */
import {
  augmentations,
  completeAugmentation,
  type Augmentation,
  type AugmentationKey
} from '@shared/augmentation'
import type { AugmentationDefinition, RangeEnd } from '@shared/augmentation/augmentation'
import type { AugmentationPreview, PreviewRequest } from '@shared/augmentation-preview'
import { UserError } from '@shared/contract/define'
import { fitInput } from '@shared/dataset'
import { createRandomStream } from '@shared/random'
import type { z } from 'zod'
import { createAugment } from '../augmentation'
import { changeAt } from '../augmentation/at-value'
import { standardize, type Standardization } from '../augmentation/standardization'
import { createChange, type Batch } from '../resident-dataset'
import { tf, type Tensor } from '../tf'
import type { ShelvedDataset } from './dataset-shelf'
import { createPickedPictures } from './picked-pictures'
import { findTrainingShare, type TrainingShare } from './training-share'

/** A picture is mixed with one of its batch: so many stand for the batch of a training. */
const MIXED_BATCH = 32

/** @throws UserError when the pictures do not fit the model, there are no such pictures, or the split is none. */
export function previewAugmentation(
  dataset: ShelvedDataset,
  request: PreviewRequest
): AugmentationPreview {
  const { imageShape } = dataset.card
  const fit = fitInput(imageShape, request.inputShape ?? imageShape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const share = findTrainingShare(dataset, request.validation)
  const places = pickPlaces(request.pick, share)
  const settings = completeAugmentation(request.settings)
  const standardization = share.standardize(request.settings)
  const clock = { step: 0 }
  const augment = createAugment(request.settings, { seed: request.seed, clock })
  const companions = isMixing(settings) ? pickCompanions(share, places) : []

  return inTidy(() => {
    const indices = [...places, ...companions]
    // Freed with the scope, as are its batches.
    const pictures = createPickedPictures(dataset, { part: 'train', indices })
    const keep = pictures.makeBatch(createChange({ fit, augment: null, standardization: null }))
    const vary = createChange({ fit, augment, standardization: null })
    const drawn = Array.from({ length: request.draws }, (_, draw) => {
      clock.step = draw + 1
      return takeFirst(pictures.makeBatch(vary), places.length)
    })
    const { images: before } = takeFirst(keep, places.length)
    return {
      shape: before.shape.slice(1) as [number, number, number],
      fitNote: fit.kind === 'adapted' ? fit.note : null,
      pictures: places.map((place) => ({
        place,
        label: dataset.train.labels[place] as number,
        isTrained: share.isMember(place)
      })),
      counts: {
        train: share.members.length,
        validation: dataset.validation
          ? dataset.validation.labels.length
          : dataset.train.labels.length - share.members.length
      },
      before: toBytes(before),
      draws: drawn.map(({ images }) => toBytes(images)),
      mixtures: drawn.map(readMixtures),
      extremes: drawExtremes(keep.images, settings),
      network: describeNetwork(
        drawn.map(({ images }) => images),
        standardization
      )
    }
  })
}

function pickPlaces(pick: PreviewRequest['pick'], { members }: TrainingShare): number[] {
  if (pick.kind === 'places') return pick.places
  const count = Math.min(pick.count, members.length)
  return drawMembers(members, `pictures:${pick.seed}`, count)
}

/** Others of the training pictures, the same ones for the same pictures. */
function pickCompanions({ members }: TrainingShare, places: readonly number[]): number[] {
  return drawMembers(members, `companions:${places.join()}`, MIXED_BATCH - places.length)
}

/** Different ones as long as there are enough. */
function drawMembers(members: Int32Array, name: string, count: number): number[] {
  const stream = createRandomStream(1, `augmentation-laboratory:${name}`)
  const drawn = new Set<number>()
  while (drawn.size < Math.min(count, members.length)) {
    drawn.add(members[stream.nextBelow(members.length)] as number)
  }
  return [...drawn]
}

function isMixing({ mixup_alpha: mixup, cutmix_alpha: cutmix }: Augmentation): boolean {
  return mixup > 0 || cutmix > 0
}

function takeFirst({ images, labels, blend }: Batch, count: number): Batch {
  const first = (tensor: Tensor): Tensor => tf.slice(tensor, 0, count)
  return {
    images: first(images),
    labels: first(labels),
    ...(blend && { blend: { labels: first(blend.labels), share: first(blend.share) } })
  }
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

/** The first picture at both ends of each setting that is on; where something is mixed, with the second one. */
function drawExtremes(images: Tensor, settings: Augmentation): AugmentationPreview['extremes'] {
  const [count = 0, height = 0, width = 0] = images.shape
  const two = tf.slice(images, 0, Math.min(2, count))
  return (Object.keys(augmentations) as AugmentationKey[]).flatMap((key) => {
    const change = changeAt[key]
    if (!change) return []
    return listEnds(key, settings[key], { height, width }).map(({ at, label }) => ({
      key,
      label,
      picture: toBytes(tf.slice(change(two, at, settings), 0, 1))
    }))
  })
}

function listEnds(
  key: AugmentationKey,
  value: unknown,
  picture: { height: number; width: number }
): readonly RangeEnd[] {
  // One type for all of the table: each setting's own value goes with its own ends.
  const { ends } = augmentations[key] as unknown as AugmentationDefinition<z.ZodType>
  return ends(value, picture)
}

function describeNetwork(
  draws: readonly Tensor[],
  standardization: Standardization | null
): AugmentationPreview['network'] {
  const seen = standardization ? draws.map((images) => standardize(images, standardization)) : draws
  const all = tf.concat([...seen])
  const { mean, variance } = tf.moments(all)
  const [least, most] = [all.min(), all.max()]
  // Pictures of one value are black.
  const span = tf.maximum(tf.sub(most, least), 1e-12)
  return {
    isStandardized: standardization !== null,
    least: readScalar(least),
    most: readScalar(most),
    mean: readScalar(mean),
    deviation: Math.sqrt(readScalar(variance)),
    draws: standardization
      ? seen.map((images) => toBytes(tf.div(tf.sub(images, least), span)))
      : null
  }
}

function readScalar(tensor: Tensor): number {
  return tensor.dataSync()[0] ?? 0
}

/** Floats of 0..1 as bytes; what lies outside is black or white. */
function toBytes(images: Tensor): Uint8Array {
  return Uint8Array.from(images.dataSync(), (value) =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
  )
}

/** Frees every tensor that was made; its types know of results that are tensors only. */
function inTidy<T>(make: () => T): T {
  return tf.tidy(make as () => never) as T
}
