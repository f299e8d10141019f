/** Random crop with padding: a shift by whole pixels that black comes after. */
import type { AugmentationStage } from './stage'
import { computeTransformMatrix, UNCHANGED } from './transform-matrix'
import { transformPictures } from './transform-pictures'

export const randomCrop: AugmentationStage = {
  isWanted: ({ random_crop_padding: padding }) => padding > 0,

  change(batch, { random_crop_padding: padding }, draw) {
    const [count = 0, height = 0, width = 0] = batch.images.shape
    const stream = draw('random_crop_padding')
    const drawShift = () => stream.nextBelow(2 * padding + 1) - padding
    const matrices = Array.from({ length: count }, () =>
      computeTransformMatrix(
        { ...UNCHANGED, rows: drawShift(), columns: drawShift() },
        { height, width }
      )
    )
    const fill = { fillMode: 'constant', fillValue: 0 } as const
    return { ...batch, images: transformPictures(batch.images, matrices, fill) }
  }
}
