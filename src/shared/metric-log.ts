/** The form of metrics.log, the truth of a run: MetricBatch to framed bytes and back. Written by the trainer, read by main. */
import { computeCrc32 } from './crc32'
import {
  dataParts,
  metricKeys,
  metricScopes,
  seriesName,
  type MetricBatch,
  type MetricScope,
  type SeriesName
} from './metrics'

/** The file's first bytes; the last one is the version of the form. */
export const METRIC_LOG_HEADER = Uint8Array.from([...asciiBytes('RCPTLOG'), 1])

/** What a log holds, up to the first byte that cannot be trusted. */
export interface DecodedMetricLog {
  readonly batches: readonly MetricBatch[]
  /** Bytes of header and whole frames: where a writer that goes on must cut first. */
  readonly wholeBytes: number
  /** Why the rest was left out, as a sentence; null when the log is whole. */
  readonly problem: string | null
}

/**
 * One batch as one frame. All numbers little-endian:
 * `uint32 length of payload, uint32 CRC-32 of payload, payload`, the payload being
 * `uint32 seq, uint32 rows, uint8 scope, uint8 columns, uint16 bytes of names, names joined by '\n'`,
 * then float64 steps[rows], elapsedMs[rows] and each column[rows]. The run is the folder's, so its id is not repeated.
 */
export function encodeMetricFrame(batch: MetricBatch): Uint8Array {
  const { seq, scope, steps, elapsedMs } = batch
  const columns = Object.entries(batch.columns) as [SeriesName, Float64Array][]
  const names = asciiBytes(columns.map(([name]) => name).join('\n'))
  const arrays = [steps, elapsedMs, ...columns.map(([, values]) => values)]
  const payloadLength = PAYLOAD_HEADER_BYTES + names.length + arrays.length * steps.length * 8
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payloadLength)
  const payload = frame.subarray(FRAME_HEADER_BYTES)
  const view = new DataView(payload.buffer, payload.byteOffset)
  view.setUint32(0, seq, true)
  view.setUint32(4, steps.length, true)
  view.setUint8(8, metricScopes.indexOf(scope))
  view.setUint8(9, columns.length)
  view.setUint16(10, names.length, true)
  payload.set(names, PAYLOAD_HEADER_BYTES)
  let offset = PAYLOAD_HEADER_BYTES + names.length
  for (const values of arrays) {
    for (const value of values) {
      view.setFloat64(offset, value, true)
      offset += 8
    }
  }
  const header = new DataView(frame.buffer)
  header.setUint32(0, payloadLength, true)
  header.setUint32(4, computeCrc32(payload), true)
  return frame
}

/** Reads a whole file. A torn or corrupt tail costs that tail only; columns of unknown name are left out. */
export function decodeMetricLog(bytes: Uint8Array, runId: string): DecodedMetricLog {
  const batches: MetricBatch[] = []
  if (!startsWithHeader(bytes)) {
    return { batches, wholeBytes: 0, problem: describeHeader(bytes) }
  }
  let wholeBytes = skipHeader(bytes)
  for (const { end, decode } of walkMetricLog(bytes)) {
    batches.push(decode(runId))
    wholeBytes = end
  }
  const rest = bytes.length - wholeBytes
  const problem =
    rest === 0
      ? null
      : `The metric log is damaged after batch ${batches.at(-1)?.seq ?? 0}: its last ${rest} bytes were left out.`
  return { batches, wholeBytes, problem }
}

/** Where the frames of a log begin; 0 where it has no header, and so no frame. */
export function skipHeader(bytes: Uint8Array): number {
  return startsWithHeader(bytes) ? METRIC_LOG_HEADER.length : 0
}

/** A whole frame of a log. */
export interface MetricFrame {
  /** Bytes of the log up to the end of this frame. */
  readonly end: number
  readonly decode: (runId: string) => MetricBatch
}

/** The whole frames one after the other, checked and not decoded: a log may be larger than what can be held of it. */
export function* walkMetricLog(bytes: Uint8Array): Generator<MetricFrame, void> {
  let offset = skipHeader(bytes)
  if (offset === 0) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  while (offset < bytes.length) {
    const frame = findFrame(bytes, view, offset)
    if (frame === null) return
    yield frame
    offset = frame.end
  }
}

const FRAME_HEADER_BYTES = 8
const PAYLOAD_HEADER_BYTES = 12

/** The frame that begins at `offset`; null when it is torn or not what was written. */
function findFrame(bytes: Uint8Array, view: DataView, offset: number): MetricFrame | null {
  if (offset + FRAME_HEADER_BYTES + PAYLOAD_HEADER_BYTES > bytes.length) return null
  const start = offset + FRAME_HEADER_BYTES
  const end = start + view.getUint32(offset, true)
  if (end > bytes.length || end - start < PAYLOAD_HEADER_BYTES) return null
  const payload = bytes.subarray(start, end)
  if (computeCrc32(payload) !== view.getUint32(offset + 4, true)) return null

  const rows = view.getUint32(start + 4, true)
  // A batch without a row is never written; millions of them would be a small file that fills the memory.
  if (rows === 0) return null
  const scope = metricScopes[view.getUint8(start + 8)]
  const columnCount = view.getUint8(start + 9)
  const namesLength = view.getUint16(start + 10, true)
  const valuesStart = start + PAYLOAD_HEADER_BYTES + namesLength
  if (scope === undefined || valuesStart + (2 + columnCount) * rows * 8 !== end) return null
  return {
    end,
    decode: (runId) =>
      decodeFrame(bytes, view, { start, rows, scope, columnCount, valuesStart }, runId)
  }
}

interface FramePlace {
  /** Where the payload begins. */
  readonly start: number
  readonly rows: number
  readonly scope: MetricScope
  readonly columnCount: number
  readonly valuesStart: number
}

function decodeFrame(
  bytes: Uint8Array,
  view: DataView,
  { start, rows, scope, columnCount, valuesStart }: FramePlace,
  runId: string
): MetricBatch {
  const names = String.fromCharCode(
    ...bytes.subarray(start + PAYLOAD_HEADER_BYTES, valuesStart)
  ).split('\n')
  const readArray = (index: number): Float64Array => {
    const first = valuesStart + index * rows * 8
    const values = new Float64Array(rows)
    for (let row = 0; row < rows; row++) values[row] = view.getFloat64(first + row * 8, true)
    return values
  }
  return {
    runId,
    seq: view.getUint32(start, true),
    scope,
    steps: readArray(0),
    elapsedMs: readArray(1),
    columns: readColumns(names.slice(0, columnCount), (index) => readArray(2 + index))
  }
}

function readColumns(
  names: readonly string[],
  readColumn: (index: number) => Float64Array
): MetricBatch['columns'] {
  const columns: Partial<Record<SeriesName, Float64Array>> = {}
  names.forEach((name, index) => {
    if (isKnownSeries(name)) columns[name] = readColumn(index)
  })
  return columns
}

const KNOWN_SERIES: ReadonlySet<string> = new Set(
  dataParts.flatMap((part) => metricKeys.map((metric) => seriesName(part, metric)))
)

function isKnownSeries(name: string): name is SeriesName {
  return KNOWN_SERIES.has(name)
}

function startsWithHeader(bytes: Uint8Array): boolean {
  return METRIC_LOG_HEADER.every((byte, index) => bytes[index] === byte)
}

function describeHeader(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null
  const version = METRIC_LOG_HEADER.length - 1
  const isOtherVersion = METRIC_LOG_HEADER.subarray(0, version).every((b, i) => bytes[i] === b)
  return isOtherVersion && bytes.length > version
    ? `The metric log is of form ${bytes[version]}; this version of Receptive reads form ${METRIC_LOG_HEADER[version]}.`
    : 'The file is not a metric log.'
}

/** Series names are ASCII by their schema. */
function asciiBytes(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}
