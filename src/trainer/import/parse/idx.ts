/** Reads IDX, the format of MNIST and Fashion-MNIST. Source: the format's description on the home page of MNIST. */
import { UserError } from '@shared/contract/define'

export interface IdxArray {
  /** [count] for labels, [count, height, width] for pictures. */
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

const UNSIGNED_BYTE = 0x08

/** @throws UserError naming `source`, what was found and what was expected. */
export function readIdx(bytes: Uint8Array, source: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || view.getUint16(0) !== 0) {
    throw new UserError(`${source} is no IDX file: it does not begin like one.`)
  }
  const [kind, dimensions] = [view.getUint8(2), view.getUint8(3)]
  if (kind !== UNSIGNED_BYTE || (dimensions !== 1 && dimensions !== 3)) {
    throw new UserError(
      `${source} holds ${dimensions} dimensions of type 0x${kind.toString(16).padStart(2, '0')}, expected bytes in one dimension (labels) or three (pictures).`
    )
  }
  const dataAt = 4 + 4 * dimensions
  if (bytes.length < dataAt) throw new UserError(`${source} is cut off. Get the file again.`)
  const shape = Array.from({ length: dimensions }, (_, index) => view.getUint32(4 + 4 * index))
  const expected = shape.reduce((product, side) => product * side, 1)
  if (bytes.length - dataAt !== expected) {
    throw new UserError(
      `${source} is damaged: (${shape.join(', ')}) takes ${expected} bytes, ${bytes.length - dataAt} are there. Get the file again.`
    )
  }
  return { shape, bytes: bytes.subarray(dataAt) }
}
