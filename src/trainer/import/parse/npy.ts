/** Reads NumPy's .npy: one array of numbers. Format: numpy.lib.format, versions 1 to 3. */
import { UserError } from '@shared/contract/define'

export interface NpyArray {
  readonly shape: readonly number[]
  /** Without the byte order: u1, i8, f4. */
  readonly dtype: string
  readonly values: NumberArray
}

export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

const MAGIC = '\u0093NUMPY'
const MAX_HEADER_BYTES = 10_000

const kinds = {
  b1: Uint8Array,
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array
} as const

/** @throws UserError naming `source` and what is wrong with it. */
export function readNpy(bytes: Uint8Array, source: string): NpyArray {
  const { header, dataAt } = readHeader(bytes, source)
  const descriptor = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d+)'/.exec(header)
  const shapeText = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1]
  if (shapeText === undefined || order === undefined) throw damaged(source)
  const dtype = `${descriptor?.[2] ?? ''}${descriptor?.[3] ?? ''}`
  if (!descriptor || !Object.hasOwn(kinds, dtype)) throw refuseKind(header, source)
  if (descriptor[1] === '>' && dtype !== 'u1') {
    throw new UserError(
      `${source} is stored in the byte order of another kind of machine. ${SAVE_AGAIN}`
    )
  }
  if (order === 'True') {
    throw new UserError(`${source} is stored column by column (Fortran order). ${SAVE_AGAIN}`)
  }
  const shape = shapeText
    .split(',')
    .map((side) => side.trim())
    .filter((side) => side !== '')
    .map(Number)
  return { shape, dtype, values: readValues(bytes, { dtype, shape, dataAt, source }) }
}

const SAVE_AGAIN = 'Save it again with numpy.ascontiguousarray(x) of a little-endian type.'

function readHeader(bytes: Uint8Array, source: string): { header: string; dataAt: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < 12 || buffer.toString('latin1', 0, 6) !== MAGIC) {
    throw new UserError(`${source} is no .npy array: it does not begin like one.`)
  }
  const version = buffer[6] as number
  if (version < 1 || version > 3) {
    throw new UserError(`${source} has version ${version} of the .npy format, expected 1 to 3.`)
  }
  const headerAt = version === 1 ? 10 : 12
  const length = version === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8)
  if (length > MAX_HEADER_BYTES || headerAt + length > buffer.length) throw damaged(source)
  return {
    header: buffer.toString('latin1', headerAt, headerAt + length),
    dataAt: headerAt + length
  }
}

function readValues(
  bytes: Uint8Array,
  {
    dtype,
    shape,
    dataAt,
    source
  }: { dtype: string; shape: readonly number[]; dataAt: number; source: string }
): NumberArray {
  const Kind = kinds[dtype as keyof typeof kinds]
  const count = shape.reduce((product, side) => product * side, 1)
  const expected = count * Kind.BYTES_PER_ELEMENT
  const found = bytes.length - dataAt
  if (!Number.isSafeInteger(expected) || found !== expected) {
    throw new UserError(
      `${source} is damaged: an array of (${shape.join(', ')}) takes ${expected} bytes, ${found} are there. Get the file again.`
    )
  }
  // A copy, because a typed array must begin at a multiple of its element's size.
  const data = bytes.slice(dataAt)
  return new Kind(data.buffer, data.byteOffset, count)
}

function refuseKind(header: string, source: string): UserError {
  const found = /'descr'\s*:\s*([^,}]{1,60})/.exec(header)?.[1] ?? 'an unknown kind'
  return new UserError(
    `${source} holds values of ${found}, expected whole numbers or floats. Objects are never loaded.`
  )
}

function damaged(source: string): UserError {
  return new UserError(`${source} is damaged: its header cannot be read. Get the file again.`)
}
