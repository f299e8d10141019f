/** The scalars of an event file of TensorBoard: `tensorflow.Event`, as much of it as a curve takes. */
import { MessageWriter, ProtobufFault, readFields, type Field } from './protobuf'
import { encodeRecord, readRecords } from './records'
import { readScalarTensor } from './scalar-tensor'
import { decodeUtf8 } from './utf8'

/** One point of one curve. */
export interface ScalarPoint {
  readonly tag: string
  readonly step: number
  /** Seconds since 1970. */
  readonly wallTime: number
  readonly value: number
}

export interface EventFile {
  readonly scalars: readonly ScalarPoint[]
  /** Tags of what is no scalar: pictures, histograms, texts. */
  readonly otherTags: readonly string[]
  /** Bytes at the end that are no whole record. */
  readonly tornBytes: number
}

/** Null when the bytes are no event file. A torn end, and a record that is no event, are left out. */
export function readEventFile(bytes: Uint8Array): EventFile | null {
  const { records, tornBytes } = readRecords(bytes)
  const [first] = records
  if (!first || !isVersionEvent(first)) return null
  const scalars: ScalarPoint[] = []
  const otherTags = new Set<string>()
  for (const record of records) readEvent(record, scalars, otherTags)
  return { scalars, otherTags: [...otherTags], tornBytes }
}

/** Every event file begins with the version of its form. */
function isVersionEvent(record: Uint8Array): boolean {
  try {
    const version = readFields(record).find(({ number }) => number === 3)
    return version !== undefined && decodeUtf8(version.bytes).startsWith('brain.Event:')
  } catch {
    return false
  }
}

function readEvent(record: Uint8Array, scalars: ScalarPoint[], otherTags: Set<string>): void {
  try {
    const fields = readFields(record)
    const summary = fields.find(({ number, wire }) => number === 5 && wire === 'bytes')
    if (!summary) return
    const wallTime = toDouble(fields.find(({ number }) => number === 1))
    const step = Number(BigInt.asIntN(64, fields.find(({ number }) => number === 2)?.integer ?? 0n))
    for (const field of readFields(summary.bytes)) {
      if (field.number !== 1 || field.wire !== 'bytes') continue
      const { tag, value } = readValue(field.bytes)
      if (value === null) otherTags.add(tag)
      else scalars.push({ tag, step, wallTime, value })
    }
  } catch (error) {
    if (!(error instanceof ProtobufFault)) throw error
  }
}

/** `Summary.Value`: its tag, and its number as `simple_value` or as a tensor of one number; null when it has none. */
function readValue(message: Uint8Array): { tag: string; value: number | null } {
  const fields = readFields(message)
  const tag = decodeUtf8(fields.find(({ number }) => number === 1)?.bytes ?? new Uint8Array(0))
  const simple = fields.find(({ number, wire }) => number === 2 && wire === 'fixed32')
  if (simple) return { tag, value: toView(simple.bytes).getFloat32(0, true) }
  const tensor = fields.find(({ number, wire }) => number === 8 && wire === 'bytes')
  return { tag, value: tensor ? readScalarTensor(tensor.bytes) : null }
}

function toDouble(field: Field | undefined): number {
  return field?.wire === 'fixed64' ? toView(field.bytes).getFloat64(0, true) : 0
}

function toView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A whole event file. TensorBoard reads its points in their order. */
export function writeEventFile(points: readonly ScalarPoint[]): Uint8Array {
  const [first] = points
  const version = new MessageWriter().double(1, first?.wallTime ?? 0).text(3, 'brain.Event:2')
  const records = [version.finish(), ...points.map(writeScalar)].map(encodeRecord)
  const bytes = new Uint8Array(records.reduce((total, { length }) => total + length, 0))
  let offset = 0
  for (const record of records) {
    bytes.set(record, offset)
    offset += record.length
  }
  return bytes
}

function writeScalar({ tag, step, wallTime, value }: ScalarPoint): Uint8Array {
  const scalar = new MessageWriter().text(1, tag).float(2, value)
  const summary = new MessageWriter().bytes(1, scalar.finish())
  return new MessageWriter()
    .double(1, wallTime)
    .varint(2, BigInt(step))
    .bytes(5, summary.finish())
    .finish()
}
