/** Channel shift and brightness, as Keras' ImageDataGenerator: one number a picture. */
import { tf, type Tensor } from '../tf'
import { drawUniform, type AugmentationStage } from './stage'

export const colour: AugmentationStage = {
  isWanted: ({ channel_shift_range: shift, brightness_range: [low, high] }) =>
    shift > 0 || low !== 1 || high !== 1,

  change(batch, { channel_shift_range: shift, brightness_range: bounds }, draw) {
    const [count = 0] = batch.images.shape
    const shifts = drawUniform(draw('channel_shift_range'), count, [-shift, shift])
    const factors = drawUniform(draw('brightness_range'), count, bounds)
    const shifted = shift > 0 ? shiftChannels(batch.images, shifts) : batch.images
    const isBrightness = bounds.some((bound) => bound !== 1)
    return { ...batch, images: isBrightness ? brighten(shifted, factors) : shifted }
  }
}

/** Adds a number to all values of each picture, within the darkest and brightest value that the picture had. */
export function shiftChannels(images: Tensor, shifts: readonly number[]): Tensor {
  const axes = [1, 2, 3]
  const [darkest, brightest] = [tf.min(images, axes, true), tf.max(images, axes, true)]
  return tf.minimum(tf.maximum(tf.add(images, onePerPicture(shifts)), darkest), brightest)
}

/** Multiplies all values of each picture, within black and white. */
export function brighten(images: Tensor, factors: readonly number[]): Tensor {
  return tf.clipByValue(tf.mul(images, onePerPicture(factors)), 0, 1)
}

/** [batch, 1, 1, 1]. */
function onePerPicture(values: readonly number[]): Tensor {
  return tf.tensor4d([...values], [values.length, 1, 1, 1])
}
