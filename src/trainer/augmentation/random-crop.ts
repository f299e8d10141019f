/** Random crop with padding: a shift by whole pixels that black comes after. */
import type { Tensor } from '../tf'
import type { AugmentationStage } from './stage'
import { computeTransformMatrix, UNCHANGED, type PictureTransform } from './transform-matrix'
import { transformPictures } from './transform-pictures'

export const randomCrop: AugmentationStage = {
  isWanted: ({ random_crop_padding: padding }) => padding > 0,

  change(batch, { random_crop_padding: padding }, draw) {
    const [count = 0] = batch.images.shape
    const stream = draw('random_crop_padding')
    const drawShift = () => stream.nextBelow(2 * padding + 1) - padding
    const shifts = Array.from({ length: count }, () => ({
      rows: drawShift(),
      columns: drawShift()
    }))
    return { ...batch, images: cropWithPadding(batch.images, shifts) }
  }
}

/** Cuts each picture out of its black border, by so many whole pixels beside its own place. */
export function cropWithPadding(
  images: Tensor,
  shifts: readonly Pick<PictureTransform, 'rows' | 'columns'>[]
): Tensor {
  const [, height = 0, width = 0] = images.shape
  const matrices = shifts.map((shift) =>
    computeTransformMatrix({ ...UNCHANGED, ...shift }, { height, width })
  )
  return transformPictures(images, matrices, { fillMode: 'constant', fillValue: 0 })
}
