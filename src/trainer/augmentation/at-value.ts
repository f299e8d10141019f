/** Each augmentation at a given number instead of a drawn one, by the code that carries out the drawn ones. */
import type { Augmentation, AugmentationKey } from '@shared/augmentation'
import { tf, type Tensor } from '../tf'
import { maskBoxes, placeBox } from './boxes'
import { brighten, shiftChannels } from './colour'
import { mixTwo, pasteBoxes } from './mixing'
import { cropWithPadding } from './random-crop'
import { computeTransformMatrix, UNCHANGED, type PictureTransform } from './transform-matrix'
import { transformPictures } from './transform-pictures'

/** `images` [pictures, height, width, channels] of 0..1; `at` is in the unit of the setting's ends. */
type ChangeAt = (images: Tensor, at: number, settings: Augmentation) => Tensor

/** Null for what has no range. To add an augmentation: its line here. */
export const changeAt = {
  width_shift_range: (images, columns, settings) => move(images, { columns }, settings),
  height_shift_range: (images, rows, settings) => move(images, { rows }, settings),
  horizontal_flip: (images, at, settings) =>
    move(images, { isFlippedHorizontally: at > 0 }, settings),
  vertical_flip: (images, at, settings) => move(images, { isFlippedVertically: at > 0 }, settings),
  rotation_range: (images, rotation, settings) => move(images, { rotation }, settings),
  shear_range: (images, shear, settings) => move(images, { shear }, settings),
  zoom_range: (images, at, settings) => move(images, { zoomColumns: at, zoomRows: at }, settings),
  fill_mode: null,
  cval: null,
  channel_shift_range: (images, at) => shiftChannels(images, countOf(images).fill(at)),
  brightness_range: (images, at) => brighten(images, countOf(images).fill(at)),
  random_crop_padding: (images, at) =>
    cropWithPadding(
      images,
      countOf(images).map(() => ({ rows: at, columns: at }))
    ),
  cutout_size: (images, side) => {
    const size = sizeOf(images)
    const box = placeBox(middleOf(size), { height: side, width: side }, size)
    return tf.mul(images, tf.sub(1, maskBoxes([box], size)))
  },
  mixup_alpha: (images, share) => mixTwo(images, neighboursOf(images), countOf(images).fill(share)),
  cutmix_alpha: (images, share) => {
    const size = sizeOf(images)
    const scale = Math.sqrt(1 - share)
    const piece = {
      height: Math.round(size.height * scale),
      width: Math.round(size.width * scale)
    }
    return pasteBoxes(
      images,
      neighboursOf(images),
      countOf(images).map(() => placeBox(middleOf(size), piece, size))
    )
  },
  featurewise_center: null,
  featurewise_std_normalization: null
} as const satisfies Record<AugmentationKey, ChangeAt | null>

function move(
  images: Tensor,
  change: Partial<PictureTransform>,
  { fill_mode: fillMode, cval: fillValue }: Augmentation
): Tensor {
  const matrix = computeTransformMatrix({ ...UNCHANGED, ...change }, sizeOf(images))
  return transformPictures(
    images,
    countOf(images).map(() => matrix),
    { fillMode, fillValue }
  )
}

/** The picture after each, the first one after the last. */
function neighboursOf(images: Tensor): Tensor {
  const places = countOf(images).map((_, place, { length }) => (place + 1) % length)
  return tf.gather(images, tf.tensor1d(places, 'int32'))
}

function countOf(images: Tensor): number[] {
  return Array.from({ length: images.shape[0] ?? 0 }, () => 0)
}

function sizeOf({ shape: [, height = 0, width = 0] }: Tensor): { height: number; width: number } {
  return { height, width }
}

function middleOf({ height, width }: { height: number; width: number }): {
  row: number
  column: number
} {
  return { row: height >> 1, column: width >> 1 }
}
