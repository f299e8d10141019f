/** From Keras' parameters of a picture to the one matrix that says where each pixel is looked up. */

/** Keras' transform parameters by what they do. Distances and factors are of the look-up: a zoom of 2 shrinks. */
export interface PictureTransform {
  /** Degrees. */
  readonly rotation: number
  /** Pixels; with 1, each pixel shows its right neighbour. */
  readonly columns: number
  readonly rows: number
  /** Degrees. */
  readonly shear: number
  readonly zoomColumns: number
  readonly zoomRows: number
  readonly isFlippedHorizontally: boolean
  readonly isFlippedVertically: boolean
}

export const UNCHANGED: PictureTransform = {
  rotation: 0,
  columns: 0,
  rows: 0,
  shear: 0,
  zoomColumns: 1,
  zoomRows: 1,
  isFlippedHorizontally: false,
  isFlippedVertically: false
}

/** The upper two rows, row by row: the pixel at (x, y) shows the one at (a x + b y + c, d x + e y + f). */
export type TransformMatrix = readonly [number, number, number, number, number, number]

/**
 * Rotation after shift after shear after zoom, about the picture's middle, and the flips of what comes out, as Keras'
 * apply_transform does. Keras 3.15 differs in pictures that are not square, whose middle it takes with height and width
 * exchanged, and in its `tx`, which it draws from the height shift but moves columns by.
 */
export function computeTransformMatrix(
  transform: PictureTransform,
  { height, width }: { height: number; width: number }
): TransformMatrix {
  const { rotation, columns, rows, shear, zoomColumns, zoomRows } = transform
  const [turn, lean] = [toRadians(rotation), toRadians(shear)]
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  // The product of the matrices of rotation, shear and zoom.
  const a = Math.cos(turn) * zoomColumns
  const b = -Math.sin(turn + lean) * zoomRows
  const d = Math.sin(turn) * zoomColumns
  const e = Math.cos(turn + lean) * zoomRows
  const c = middleX - a * middleX - b * middleY + Math.cos(turn) * columns - Math.sin(turn) * rows
  const f = middleY - d * middleX - e * middleY + Math.sin(turn) * columns + Math.cos(turn) * rows
  return flip([a, b, c, d, e, f], transform, { lastX: width - 1, lastY: height - 1 })
}

/** Looks up at the mirrored place. */
function flip(
  [a, b, c, d, e, f]: TransformMatrix,
  { isFlippedHorizontally, isFlippedVertically }: PictureTransform,
  { lastX, lastY }: { lastX: number; lastY: number }
): TransformMatrix {
  const x = isFlippedHorizontally ? { sign: -1, from: lastX } : { sign: 1, from: 0 }
  const y = isFlippedVertically ? { sign: -1, from: lastY } : { sign: 1, from: 0 }
  return [
    a * x.sign,
    b * y.sign,
    c + a * x.from + b * y.from,
    d * x.sign,
    e * y.sign,
    f + d * x.from + e * y.from
  ]
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
