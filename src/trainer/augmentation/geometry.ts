/** Shift, rotation, shear, zoom and flips, drawn as Keras' ImageDataGenerator draws them and carried out in one operation. */
import type { Augmentation } from '@shared/augmentation'
import type { ShiftRange } from '@shared/augmentation/shift'
import { computeZoomBounds } from '@shared/augmentation/zoom-range'
import type { RandomStream } from '@shared/random'
import { drawUniform, type AugmentationStage, type DrawStream } from './stage'
import { computeTransformMatrix, type PictureTransform } from './transform-matrix'
import { transformPictures } from './transform-pictures'

export const geometry: AugmentationStage = {
  isWanted: (settings) =>
    settings.rotation_range > 0 ||
    isShift(settings.width_shift_range) ||
    isShift(settings.height_shift_range) ||
    settings.shear_range > 0 ||
    computeZoomBounds(settings.zoom_range).some((bound) => bound !== 1) ||
    settings.horizontal_flip ||
    settings.vertical_flip,

  change(batch, settings, draw) {
    const { images } = batch
    const [count = 0, height = 0, width = 0] = images.shape
    const size = { height, width }
    const transforms = drawTransforms(settings, { count, ...size }, draw)
    const matrices = transforms.map((transform) => computeTransformMatrix(transform, size))
    const fill = { fillMode: settings.fill_mode, fillValue: settings.cval }
    return { ...batch, images: transformPictures(images, matrices, fill) }
  }
}

/** The parameters of each picture, as Keras' get_random_transform draws them. */
export function drawTransforms(
  settings: Augmentation,
  { count, height, width }: { count: number; height: number; width: number },
  draw: DrawStream
): PictureTransform[] {
  const { rotation_range: rotation, shear_range: shear } = settings
  const rotations = drawUniform(draw('rotation_range'), count, [-rotation, rotation])
  const columns = drawShifts(draw('width_shift_range'), count, settings.width_shift_range)
  const rows = drawShifts(draw('height_shift_range'), count, settings.height_shift_range)
  const shears = drawUniform(draw('shear_range'), count, [-shear, shear])
  const zooms = drawUniform(draw('zoom_range'), 2 * count, computeZoomBounds(settings.zoom_range))
  const [horizontal, vertical] = [draw('horizontal_flip'), draw('vertical_flip')]
  return Array.from({ length: count }, (_, index) => ({
    rotation: rotations[index] as number,
    columns: (columns[index] as number) * unitOfShift(settings.width_shift_range, width),
    rows: (rows[index] as number) * unitOfShift(settings.height_shift_range, height),
    shear: shears[index] as number,
    zoomColumns: zooms[2 * index] as number,
    zoomRows: zooms[2 * index + 1] as number,
    isFlippedHorizontally: horizontal.nextFloat() < 0.5 && settings.horizontal_flip,
    isFlippedVertically: vertical.nextFloat() < 0.5 && settings.vertical_flip
  }))
}

function drawShifts(stream: RandomStream, count: number, range: ShiftRange): number[] {
  if (typeof range === 'number' && (range < 1 || !Number.isInteger(range))) {
    return drawUniform(stream, count, [-range, range])
  }
  return Array.from({ length: count }, () => {
    const place = stream.nextBelow(typeof range === 'number' ? range : range.length)
    const distance = typeof range === 'number' ? place : (range[place] as number)
    return stream.nextFloat() < 0.5 ? -distance : distance
  })
}

/** Pixels in 1: the side of the picture where the range is of shares. */
function unitOfShift(range: ShiftRange, side: number): number {
  return largest(range) < 1 ? side : 1
}

function isShift(range: ShiftRange): boolean {
  return largest(range) > 0
}

function largest(range: ShiftRange): number {
  return typeof range === 'number' ? range : Math.max(...range)
}
