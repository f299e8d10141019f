/** Boxes in pictures: where something is hidden or replaced. */
import { tf, type Tensor } from '../tf'

/** In whole pixels; the last row and column are no part of it. */
export interface Box {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** A box of a size about a middle; what would lie outside of the picture is cut off. */
export function placeBox(
  middle: { row: number; column: number },
  box: { height: number; width: number },
  picture: { height: number; width: number }
): Box {
  const [top, left] = [middle.row - (box.height >> 1), middle.column - (box.width >> 1)]
  return {
    top: Math.max(0, top),
    bottom: Math.min(picture.height, top + box.height),
    left: Math.max(0, left),
    right: Math.min(picture.width, left + box.width)
  }
}

/** [batch, height, width, 1] of float32: 1 within the box of each picture, 0 elsewhere. */
export function maskBoxes(
  boxes: readonly Box[],
  { height, width }: { height: number; width: number }
): Tensor {
  const rows = maskRange(
    height,
    boxes.map(({ top }) => top),
    boxes.map(({ bottom }) => bottom)
  )
  const columns = maskRange(
    width,
    boxes.map(({ left }) => left),
    boxes.map(({ right }) => right)
  )
  const mask = tf.mul(tf.expandDims(rows, 2), tf.expandDims(columns, 1))
  return tf.expandDims(mask, 3)
}

/** [batch, side]: 1 from each `from` up to each `to`. */
function maskRange(side: number, from: readonly number[], to: readonly number[]): Tensor {
  const places = tf.range(0, side)
  const column = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1])
  const isInside = tf.logicalAnd(tf.greaterEqual(places, column(from)), tf.less(places, column(to)))
  return tf.cast(isInside, 'float32')
}
