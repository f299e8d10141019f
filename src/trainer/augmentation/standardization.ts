/** Per-channel standardisation: what is taken from every picture, and what it is divided by. */
import type { Augmentation } from '@shared/augmentation'
import { tf, type Tensor } from '../tf'

/** One number a channel of the data set, in the unit of pictures of 0..1. */
export interface Standardization {
  readonly mean: readonly number[]
  readonly divisor: readonly number[]
}

/** Keras adds it, so that a channel of one value is not divided by 0. */
const LEAST_DEVIATION = 1e-6

/**
 * Measures the chosen pictures, as Keras' ImageDataGenerator.fit does; exactly, for bytes can be summed without loss.
 * @returns null where the experiment asks for neither centring nor standardisation
 */
export function measureStandardization(
  { images, indices, pictureShape }: Measured,
  {
    featurewise_center: isCentred,
    featurewise_std_normalization: isScaled
  }: Pick<Augmentation, 'featurewise_center' | 'featurewise_std_normalization'>
): Standardization | null {
  if (!isCentred && !isScaled) return null
  const { sums, squares, count } = sumChannels({ images, indices, pictureShape })
  const mean = sums.map((sum) => sum / count)
  const variance = squares.map((square, index) => square / count - (mean[index] as number) ** 2)
  return {
    mean: mean.map((value) => value / 255),
    divisor: variance.map((value) => (isScaled ? Math.sqrt(value) / 255 + LEAST_DEVIATION : 1))
  }
}

interface Measured {
  /** [count, height, width, channels] bytes. */
  readonly images: Uint8Array
  readonly indices: Int32Array
  readonly pictureShape: readonly [number, number, number]
}

function sumChannels({ images, indices, pictureShape: [height, width, channels] }: Measured): {
  sums: number[]
  squares: number[]
  count: number
} {
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)]
  const pixels = height * width
  for (const index of indices) {
    const first = index * pixels * channels
    for (let place = 0; place < pixels * channels; place++) {
      const value = images[first + place] as number
      const channel = place % channels
      sums[channel] = (sums[channel] as number) + value
      squares[channel] = (squares[channel] as number) + value * value
    }
  }
  return { sums: [...sums], squares: [...squares], count: indices.length * pixels }
}

/** @param images [batch, height, width, channels]; grey that was repeated has the grey's numbers in each channel */
export function standardize(images: Tensor, { mean, divisor }: Standardization): Tensor {
  const channels = images.shape.at(-1) ?? 0
  const repeat = (values: readonly number[]) =>
    tf.tensor1d(Array.from({ length: channels }, (_, index) => values[index % values.length] ?? 0))
  return tf.div(tf.sub(images, repeat(mean)), repeat(divisor))
}
