/** TFRecord: the frames of an event file. `uint64 length, uint32 crc of length, bytes, uint32 crc of bytes`, little-endian. */
import { computeMaskedCrc32c } from './crc32c'

const HEADER_BYTES = 12
const FOOTER_BYTES = 4

export interface RecordFile {
  readonly records: readonly Uint8Array[]
  /** Bytes at the end that are no whole record: a file that was being written, or was cut. */
  readonly tornBytes: number
}

/** All whole records; what comes after the first that cannot be trusted is left out. */
export function readRecords(bytes: Uint8Array): RecordFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const records: Uint8Array[] = []
  let offset = 0
  while (offset < bytes.length) {
    const record = readRecord(bytes, view, offset)
    if (record === null) break
    records.push(record)
    offset += HEADER_BYTES + record.length + FOOTER_BYTES
  }
  return { records, tornBytes: bytes.length - offset }
}

function readRecord(bytes: Uint8Array, view: DataView, offset: number): Uint8Array | null {
  if (offset + HEADER_BYTES + FOOTER_BYTES > bytes.length) return null
  const length = view.getUint32(offset, true)
  const start = offset + HEADER_BYTES
  const end = start + length
  const isLong = view.getUint32(offset + 4, true) !== 0
  if (isLong || end + FOOTER_BYTES > bytes.length) return null
  const lengthCrc = computeMaskedCrc32c(bytes.subarray(offset, offset + 8))
  if (lengthCrc !== view.getUint32(offset + 8, true)) return null
  const record = bytes.subarray(start, end)
  return computeMaskedCrc32c(record) === view.getUint32(end, true) ? record : null
}

/** One record with its frame. */
export function encodeRecord(record: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + record.length + FOOTER_BYTES)
  const view = new DataView(frame.buffer)
  view.setUint32(0, record.length, true)
  view.setUint32(8, computeMaskedCrc32c(frame.subarray(0, 8)), true)
  frame.set(record, HEADER_BYTES)
  view.setUint32(HEADER_BYTES + record.length, computeMaskedCrc32c(record), true)
  return frame
}
