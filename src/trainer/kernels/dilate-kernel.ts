/** Filters with gaps as filters with zeros in the gaps: TensorFlow learns through the former on few devices only. */
import { tf, type Tensor } from '../tf'

/** `kernel` [...sizes, in, out] with `rates - 1` zeros between its cells; gradients flow to the cells. */
export function dilateKernel(kernel: Tensor, rates: readonly number[]): Tensor {
  return rates.reduce((one, rate, axis) => (rate === 1 ? one : dilateAxis(one, axis, rate)), kernel)
}

function dilateAxis(kernel: Tensor, axis: number, rate: number): Tensor {
  const { shape } = kernel
  const size = shape[axis] ?? 1
  const before = tf.util.sizeFromShape(shape.slice(0, axis))
  const after = tf.util.sizeFromShape(shape.slice(axis + 1))
  const cells = tf.reshape(kernel, [before * size, 1, after])
  const spaced = tf.pad(cells, [
    [0, 0],
    [0, rate - 1],
    [0, 0]
  ])
  const span = (size - 1) * rate + 1
  // The last cell's zeros are no gap.
  const gapped = tf.slice(tf.reshape(spaced, [before, size * rate, after]), 0, [
    before,
    span,
    after
  ])
  return tf.reshape(gapped, [...shape.slice(0, axis), span, ...shape.slice(axis + 1)])
}
