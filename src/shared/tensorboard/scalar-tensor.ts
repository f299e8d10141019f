/** `tensorflow.TensorProto` of one number, which is how TensorFlow 2 writes scalars. */
import { readFields, readPackedVarints, type Field } from './protobuf'

const FIELD = { type: 1, shape: 2, content: 4, float: 5, double: 6, int: 7, int64: 10, half: 13 }

/** How the bytes of a number of each type are read; the numbers are `tensorflow.DataType`. */
const readers: Readonly<Record<number, { bytes: number; read(view: DataView): number }>> = {
  1: { bytes: 4, read: (view) => view.getFloat32(0, true) },
  2: { bytes: 8, read: (view) => view.getFloat64(0, true) },
  3: { bytes: 4, read: (view) => view.getInt32(0, true) },
  9: { bytes: 8, read: (view) => Number(view.getBigInt64(0, true)) },
  14: { bytes: 2, read: (view) => fromBfloat16(view.getUint16(0, true)) },
  19: { bytes: 2, read: (view) => fromHalf(view.getUint16(0, true)) }
}

/** Null when it holds several numbers, or none: then it is no point of a curve. */
export function readScalarTensor(message: Uint8Array): number | null {
  const fields = readFields(message)
  const type = Number(find(fields, FIELD.type)?.integer ?? 0n)
  const reader = readers[type]
  if (!reader || countElements(fields) !== 1) return null
  const content = find(fields, FIELD.content)
  if (content && content.bytes.length === reader.bytes) return reader.read(toView(content.bytes))
  return readValueField(fields, type)
}

/** The number stands in a field of its type, packed or not. A field that is left out is 0. */
function readValueField(fields: readonly Field[], type: number): number | null {
  if (type === 1 || type === 2) {
    const field = find(fields, type === 1 ? FIELD.float : FIELD.double)
    if (!field) return 0
    const reader = readers[type]
    return reader && field.bytes.length === reader.bytes ? reader.read(toView(field.bytes)) : null
  }
  const isHalf = type === 14 || type === 19
  const field = find(fields, isHalf ? FIELD.half : type === 3 ? FIELD.int : FIELD.int64)
  if (!field) return 0
  const [first, second] = field.wire === 'varint' ? [field.integer] : readPackedVarints(field.bytes)
  if (first === undefined || second !== undefined) return null
  if (type === 14) return fromBfloat16(Number(first))
  return type === 19 ? fromHalf(Number(first)) : Number(BigInt.asIntN(64, first))
}

/** A scalar has no dimensions; [1] is one number, too. */
function countElements(fields: readonly Field[]): number {
  const shape = find(fields, FIELD.shape)
  if (!shape) return 1
  const dimensions = readFields(shape.bytes).filter(({ number }) => number === 2)
  return dimensions.reduce((count, { bytes }) => {
    const size = find(readFields(bytes), 1)?.integer ?? 0n
    return count * Number(size)
  }, 1)
}

function find(fields: readonly Field[], number: number): Field | undefined {
  return fields.find((field) => field.number === number)
}

function toView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function fromBfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits << 16)
  return view.getFloat32(0)
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
