/** Mixup and CutMix: each picture is mixed with another one of its batch, and so are the labels. */
import type { Augmentation } from '@shared/augmentation'
import { computePermutation, type RandomStream } from '@shared/random'
import type { Batch } from '../resident-dataset'
import { tf, type Tensor } from '../tf'
import { maskBoxes, placeBox, type Box } from './boxes'
import { drawBeta } from './draw-beta'
import type { AugmentationStage } from './stage'

export const mixing: AugmentationStage = {
  isWanted: ({ mixup_alpha: mixup, cutmix_alpha: cutmix }) => mixup > 0 || cutmix > 0,

  change(batch, settings, draw) {
    const { mixup_alpha: mixup, cutmix_alpha: cutmix } = settings
    const stream = draw('mixup_alpha')
    return isMixup(settings, stream)
      ? mixPictures(batch, mixup, stream)
      : mixPieces(batch, cutmix, draw('cutmix_alpha'))
  }
}

/** Where both are asked for, each batch does one of them. */
function isMixup(
  { mixup_alpha: mixup, cutmix_alpha: cutmix }: Augmentation,
  stream: RandomStream
): boolean {
  return cutmix === 0 || (mixup > 0 && stream.nextFloat() < 0.5)
}

function mixPictures(batch: Batch, alpha: number, stream: RandomStream): Batch {
  const [count = 0] = batch.images.shape
  const partners = computePermutation(count, stream)
  const shares = Array.from({ length: count }, () => drawBeta(stream, alpha, alpha))
  const others = tf.gather(batch.images, tf.tensor1d(partners))
  const images = mixTwo(batch.images, others, shares)
  return { images, ...mixLabels(batch.labels, partners, shares) }
}

/** The share of each picture and the rest of the other one. */
export function mixTwo(images: Tensor, others: Tensor, shares: readonly number[]): Tensor {
  const share = tf.tensor4d([...shares], [shares.length, 1, 1, 1])
  return tf.add(others, tf.mul(tf.sub(images, others), share))
}

function mixPieces(batch: Batch, alpha: number, stream: RandomStream): Batch {
  const [count = 0, height = 0, width = 0] = batch.images.shape
  const partners = computePermutation(count, stream)
  const boxes = Array.from({ length: count }, () => drawPiece(stream, alpha, { height, width }))
  // What was cut off at the border counts for the picture itself.
  const shares = boxes.map(
    ({ top, bottom, left, right }) => 1 - ((bottom - top) * (right - left)) / (height * width)
  )
  const others = tf.gather(batch.images, tf.tensor1d(partners))
  const images = pasteBoxes(batch.images, others, boxes)
  return { images, ...mixLabels(batch.labels, partners, shares) }
}

/** Each picture with a box of the other one. */
export function pasteBoxes(images: Tensor, others: Tensor, boxes: readonly Box[]): Tensor {
  const [, height = 0, width = 0] = images.shape
  const mask = maskBoxes(boxes, { height, width })
  // Not a where: its condition would have to be as large as the pictures.
  return tf.add(tf.mul(images, tf.sub(1, mask)), tf.mul(others, mask))
}

/** A box of the shape of the picture, whose area is what Beta(alpha, alpha) leaves. */
function drawPiece(
  stream: RandomStream,
  alpha: number,
  picture: { height: number; width: number }
): Box {
  const scale = Math.sqrt(1 - drawBeta(stream, alpha, alpha))
  const middle = {
    row: stream.nextBelow(picture.height),
    column: stream.nextBelow(picture.width)
  }
  const box = {
    height: Math.floor(picture.height * scale),
    width: Math.floor(picture.width * scale)
  }
  return placeBox(middle, box, picture)
}

/** The label of the larger share is the label; the other one counts beside it. */
function mixLabels(
  labels: Tensor,
  partners: Int32Array,
  shares: readonly number[]
): Pick<Batch, 'labels' | 'blend'> {
  const others = tf.gather(labels, tf.tensor1d(partners))
  const isOwn = tf.tensor1d(
    shares.map((share) => share >= 0.5),
    'bool'
  )
  return {
    labels: tf.where(isOwn, labels, others),
    blend: {
      labels: tf.where(isOwn, others, labels),
      share: tf.tensor1d(shares.map((share) => Math.max(share, 1 - share)))
    }
  }
}
