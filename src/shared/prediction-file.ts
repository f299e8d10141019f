/** The form of samples.bin, the newest PredictionBatch of a run: a line of JSON, then the pictures. Written by the trainer, read by main. */
import { fromAscii, putAscii, toAsciiJson } from './ascii-json'
import { predictionBatchSchema, type PredictionBatch } from './predictions'

/** `uint32 length of the header, little-endian; header as JSON in ASCII; bytes of the pictures`. */
export function encodePredictionFile(batch: PredictionBatch): Uint8Array {
  const { images, ...header } = batch
  const text = toAsciiJson(header)
  const bytes = new Uint8Array(4 + text.length + images.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  putAscii(bytes, 4, text)
  bytes.set(images, 4 + text.length)
  return bytes
}

/** Fifty predictions over thousands of classes take less; more is no header. */
const MOST_HEADER_BYTES = 16_000_000

/** Reads the file; null when it is not one, or not whole. */
export function decodePredictionFile(bytes: Uint8Array): PredictionBatch | null {
  if (bytes.length < 4) return null
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (headerLength > MOST_HEADER_BYTES || 4 + headerLength > bytes.length) return null
  // A copy, and no Buffer: the batch outlives the file's bytes and crosses to other processes.
  const images = new Uint8Array(bytes.subarray(4 + headerLength))
  try {
    const header: unknown = JSON.parse(fromAscii(bytes.subarray(4, 4 + headerLength)))
    const parsed = predictionBatchSchema.safeParse({ ...(header as object), images })
    return parsed.success && isWhole(parsed.data) ? parsed.data : null
  } catch {
    return null
  }
}

function isWhole({ images, imageShape, samples }: PredictionBatch): boolean {
  return images.length === samples.length * imageShape[0] * imageShape[1] * imageShape[2]
}
