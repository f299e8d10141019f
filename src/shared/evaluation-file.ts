/** The form of evaluation-<part>-<moment>.bin, an Evaluation of a run. Written by the trainer, read by main. */
import { z } from 'zod'
import { fromAscii, putAscii, toAsciiJson } from './ascii-json'
import { computeCrc32 } from './crc32'
import { evaluationSchema, type Evaluation, type EvaluationRequest } from './evaluation'
import { fromFloat16Bits, toFloat16Bits } from './float16'

/** How all such files of a run's folder begin. */
export const EVALUATION_PREFIX = 'evaluation-'

export function nameEvaluationFile({ part, moment }: Omit<EvaluationRequest, 'runId'>): string {
  return `${EVALUATION_PREFIX}${part}-${moment}.bin`
}

/** The folder says whose it is: a run that is copied may have another id. */
export type StoredEvaluation = Omit<Evaluation, 'runId'>

/** "RCPTEVL" and the version of the form. */
const MAGIC = Uint8Array.of(0x52, 0x43, 0x50, 0x54, 0x45, 0x56, 0x4c, 1)
const CRC_AT = MAGIC.length
const LENGTH_AT = CRC_AT + 4
const HEADER_AT = LENGTH_AT + 4
/** Thousands of class names take less; more is no header. */
const MOST_HEADER_BYTES = 4_000_000
/** Bytes of a picture beside its probabilities: label and place. */
const PICTURE_BYTES = 8

const headerSchema = evaluationSchema
  .omit({ runId: true, labels: true, places: true, probabilities: true })
  .extend({ count: z.number().int().min(0) })

/**
 * `magic and version (8 bytes); uint32 CRC-32 of all that follows; uint32 length of the header; header as JSON in ASCII;
 * uint32 labels; uint32 places; float16 probabilities`. Little-endian.
 */
export function encodeEvaluationFile({
  labels,
  places,
  probabilities,
  ...moment
}: StoredEvaluation): Uint8Array {
  const header = toAsciiJson({ ...moment, count: labels.length } satisfies z.input<
    typeof headerSchema
  >)
  const numbersAt = HEADER_AT + header.length
  const probabilitiesAt = numbersAt + labels.length * PICTURE_BYTES
  const bytes = new Uint8Array(probabilitiesAt + probabilities.length * 2)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint32(LENGTH_AT, header.length, true)
  putAscii(bytes, HEADER_AT, header)
  labels.forEach((label, index) => view.setUint32(numbersAt + index * 4, label, true))
  const placesAt = numbersAt + labels.length * 4
  places.forEach((place, index) => view.setUint32(placesAt + index * 4, place, true))
  probabilities.forEach((value, index) =>
    view.setUint16(probabilitiesAt + index * 2, toFloat16Bits(value), true)
  )
  view.setUint32(CRC_AT, computeCrc32(bytes.subarray(LENGTH_AT)), true)
  return bytes
}

/** Reads the file; null when it is not one, or not whole. */
export function decodeEvaluationFile(bytes: Uint8Array): StoredEvaluation | null {
  if (bytes.length < HEADER_AT || !MAGIC.every((byte, index) => bytes[index] === byte)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(CRC_AT, true) !== computeCrc32(bytes.subarray(LENGTH_AT))) return null
  const headerLength = view.getUint32(LENGTH_AT, true)
  const numbersAt = HEADER_AT + headerLength
  if (headerLength > MOST_HEADER_BYTES || numbersAt > bytes.length) return null
  const header = parseHeader(fromAscii(bytes.subarray(HEADER_AT, numbersAt)))
  if (!header) return null
  const { count, ...moment } = header
  const values = count * moment.classNames.length
  if (bytes.length !== numbersAt + count * PICTURE_BYTES + values * 2) return null
  const readNumbers = (from: number) =>
    Uint32Array.from({ length: count }, (_, index) => view.getUint32(from + index * 4, true))
  const probabilitiesAt = numbersAt + count * PICTURE_BYTES
  return {
    ...moment,
    labels: readNumbers(numbersAt),
    places: readNumbers(numbersAt + count * 4),
    probabilities: Float32Array.from({ length: values }, (_, index) =>
      fromFloat16Bits(view.getUint16(probabilitiesAt + index * 2, true))
    )
  }
}

function parseHeader(text: string): z.output<typeof headerSchema> | null {
  try {
    return headerSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
