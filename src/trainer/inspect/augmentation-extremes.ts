/** A picture at both ends of the range of each augmentation that is on. */
import type { Augmentation, AugmentationKey } from '@shared/augmentation'
import { brighten, shiftChannels } from '../augmentation/colour'
import { maskBoxes, placeBox } from '../augmentation/boxes'
import {
  computeTransformMatrix,
  UNCHANGED,
  type PictureTransform
} from '../augmentation/transform-matrix'
import { transformPictures } from '../augmentation/transform-pictures'
import { tf, type Tensor } from '../tf'

export interface Extreme {
  readonly key: AugmentationKey
  readonly label: string
  /** [1, height, width, channels] */
  readonly image: Tensor
}

/** `images` [pictures, height, width, channels]; the first one is shown. */
export function drawExtremes(images: Tensor, settings: Augmentation): Extreme[] {
  const image = tf.slice(images, [0, 0, 0, 0], [1, -1, -1, -1])
  return [
    ...listMoves(settings, image),
    ...listColours(settings, image),
    ...listCuts(settings, image)
  ]
}

function listMoves(settings: Augmentation, image: Tensor): Extreme[] {
  const [, height = 0, width = 0] = image.shape
  const move = (
    key: AugmentationKey,
    label: string,
    change: Partial<PictureTransform>
  ): Extreme => {
    const matrix = computeTransformMatrix({ ...UNCHANGED, ...change }, { height, width })
    const fill = { fillMode: settings.fill_mode, fillValue: settings.cval }
    return { key, label, image: transformPictures(image, [matrix], fill) }
  }
  const columns = reachOfShift(settings.width_shift_range, width)
  const rows = reachOfShift(settings.height_shift_range, height)
  const { rotation_range: turn, shear_range: shear, zoom_range: zoom } = settings
  const zooms = typeof zoom === 'number' ? [1 - zoom, 1 + zoom] : zoom
  const signs = [-1, 1]
  return [
    ...(columns > 0
      ? signs.map((sign) =>
          move('width_shift_range', `${format(sign * columns)} px`, { columns: sign * columns })
        )
      : []),
    ...(rows > 0
      ? signs.map((sign) =>
          move('height_shift_range', `${format(sign * rows)} px`, { rows: sign * rows })
        )
      : []),
    ...(settings.horizontal_flip
      ? [move('horizontal_flip', 'flipped', { isFlippedHorizontally: true })]
      : []),
    ...(settings.vertical_flip
      ? [move('vertical_flip', 'flipped', { isFlippedVertically: true })]
      : []),
    ...(turn > 0
      ? signs.map((sign) =>
          move('rotation_range', `${format(sign * turn)} degrees`, { rotation: sign * turn })
        )
      : []),
    ...(shear > 0
      ? signs.map((sign) =>
          move('shear_range', `${format(sign * shear)} degrees`, { shear: sign * shear })
        )
      : []),
    ...(zooms.some((one) => one !== 1)
      ? zooms.map((one) =>
          move('zoom_range', `× ${format(one)}`, { zoomColumns: one, zoomRows: one })
        )
      : [])
  ]
}

function listColours(settings: Augmentation, image: Tensor): Extreme[] {
  const { channel_shift_range: shift, brightness_range: bounds } = settings
  return [
    ...(shift > 0
      ? [-shift, shift].map((by) => ({
          key: 'channel_shift_range' as const,
          label: format(by),
          image: shiftChannels(image, [by])
        }))
      : []),
    ...(bounds.some((bound) => bound !== 1)
      ? bounds.map((factor) => ({
          key: 'brightness_range' as const,
          label: `× ${format(factor)}`,
          image: brighten(image, [factor])
        }))
      : [])
  ]
}

/** What is cut off or hidden, where it takes the most. */
function listCuts(settings: Augmentation, image: Tensor): Extreme[] {
  const [, height = 0, width = 0] = image.shape
  const { random_crop_padding: padding, cutout_size: side } = settings
  const crop = (sign: number): Extreme => {
    const moved = { ...UNCHANGED, columns: sign * padding, rows: sign * padding }
    const matrix = computeTransformMatrix(moved, { height, width })
    return {
      key: 'random_crop_padding',
      label: `${sign * padding}, ${sign * padding} px`,
      image: transformPictures(image, [matrix], { fillMode: 'constant', fillValue: 0 })
    }
  }
  const hide = (): Extreme => {
    const middle = { row: height >> 1, column: width >> 1 }
    const size = { height, width }
    const box = placeBox(middle, { height: side, width: side }, size)
    return {
      key: 'cutout_size',
      label: `${side}×${side} px`,
      image: tf.mul(image, tf.sub(1, maskBoxes([box], size)))
    }
  }
  return [...(padding > 0 ? [crop(-1), crop(1)] : []), ...(side > 0 ? [hide()] : [])]
}

/** The most pixels that Keras moves by: a whole number n from 1 is one of the whole pixels below n. */
function reachOfShift(range: Augmentation['width_shift_range'], side: number): number {
  if (typeof range === 'number') {
    if (range < 1) return range * side
    return Number.isInteger(range) ? range - 1 : range
  }
  const most = Math.max(...range)
  return most < 1 ? most * side : most
}

function format(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−')
}
