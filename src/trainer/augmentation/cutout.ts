/** Cutout: hides a black square of each picture. */
import { tf } from '../tf'
import { maskBoxes, placeBox } from './boxes'
import type { AugmentationStage } from './stage'

export const cutout: AugmentationStage = {
  isWanted: ({ cutout_size: side }) => side > 0,

  change(batch, { cutout_size: side }, draw) {
    const [count = 0, height = 0, width = 0] = batch.images.shape
    const stream = draw('cutout_size')
    const boxes = Array.from({ length: count }, () =>
      placeBox(
        { row: stream.nextBelow(height), column: stream.nextBelow(width) },
        { height: side, width: side },
        { height, width }
      )
    )
    const isSeen = tf.sub(1, maskBoxes(boxes, { height, width }))
    return { ...batch, images: tf.mul(batch.images, isSeen) }
  }
}
