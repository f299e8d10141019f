/** data.bin: the pictures and labels of an imported set in one file, with a checksum. */
import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { UserError } from '@shared/contract/define'
import type { ImageShape } from '@shared/dataset'
import { pauseLoading, type DataPart, type LoadedDataset } from './dataset'

/**
 * Layout: 64 bytes of header (magic, then uint32 little-endian: height, width, channels, pictures of train, validation
 * and test), the pictures of the parts in that order as uint8 [count, height, width, channels], their labels as uint16
 * little-endian, and the SHA-256 of all before it.
 */
const MAGIC = 'RCPTSET1'
const HEADER_BYTES = 64
const LABEL_BYTES = 2
const HASH_BYTES = 32
const CHUNK_BYTES = 8 << 20

export const partNames = ['train', 'validation', 'test'] as const
export type PartName = (typeof partNames)[number]
export type PartCounts = Readonly<Record<PartName, number>>

export interface DataFileHeader {
  readonly imageShape: ImageShape
  readonly counts: PartCounts
}

/** The length of a whole file. */
export function computeDataFileBytes({ imageShape, counts }: DataFileHeader): number {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  const count = counts.train + counts.validation + counts.test
  return HEADER_BYTES + count * (pixels + LABEL_BYTES) + HASH_BYTES
}

/** Writes header, pictures, labels and checksum in that order, through to the disk. @throws what the file system says. */
export async function writeDataFile(
  path: string,
  header: DataFileHeader,
  { pixels, labels }: { pixels: AsyncIterable<Uint8Array>; labels: Uint16Array }
): Promise<void> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  async function write(bytes: Uint8Array): Promise<void> {
    hash.update(bytes)
    await file.writeFile(bytes)
  }
  try {
    await write(encodeHeader(header))
    for await (const bytes of pixels) await write(bytes)
    await write(encodeLabels(labels))
    await file.writeFile(hash.digest())
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Reads a whole file into memory. @throws UserError when it is damaged; LoadingStopped when told to stop. */
export async function readDataFile(
  path: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void }
): Promise<LoadedDataset> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${path} cannot be read (${error.code}). ${IMPORT_AGAIN}`)
  })
  try {
    const { header, bytes: headerBytes } = await readHeader(file, path)
    const total = computeDataFileBytes(header)
    const hash = createHash('sha256').update(headerBytes)
    let done = HEADER_BYTES
    const read = async (byteCount: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(byteCount)
      for (let offset = 0; offset < byteCount; offset += CHUNK_BYTES) {
        await pauseLoading(signal)
        const chunk = bytes.subarray(offset, offset + CHUNK_BYTES)
        await readExactly(file, chunk, { position: done, path })
        hash.update(chunk)
        done += chunk.length
        onProgress(done / total)
      }
      return bytes
    }
    const dataset = await readParts(header, read)
    await checkHash(file, { hash, position: done, path })
    return dataset
  } finally {
    await file.close()
  }
}

/** Whether the file is there and as long as its header says; does not read the pictures. */
export async function findDataFileError(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return `${path} is missing. ${IMPORT_AGAIN}`
  try {
    const expected = computeDataFileBytes((await readHeader(file, path)).header)
    const { size } = await file.stat()
    if (size === expected) return null
    return `${path} is damaged: it has ${size} bytes, expected ${expected}. ${IMPORT_AGAIN}`
  } catch (error) {
    return (error as Error).message
  } finally {
    await file.close()
  }
}

const IMPORT_AGAIN = 'Delete the data set and import it again.'

async function readParts(
  { imageShape, counts }: DataFileHeader,
  read: (byteCount: number) => Promise<Uint8Array>
): Promise<LoadedDataset> {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  const images: Uint8Array[] = []
  for (const name of partNames) images.push(await read(counts[name] * pixels))
  const labels: Int32Array[] = []
  for (const name of partNames) labels.push(decodeLabels(await read(counts[name] * LABEL_BYTES)))
  const [train, validation, test] = partNames.map((_, index) => ({
    images: images[index] as Uint8Array,
    labels: labels[index] as Int32Array
  })) as [DataPart, DataPart, DataPart]
  return counts.validation > 0 ? { train, validation, test } : { train, test }
}

function encodeHeader({ imageShape, counts }: DataFileHeader): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write(MAGIC, 'latin1')
  const fields = [...imageShape, ...partNames.map((name) => counts[name])]
  fields.forEach((value, index) => bytes.writeUInt32LE(value, MAGIC.length + 4 * index))
  return bytes
}

async function readHeader(
  file: FileHandle,
  path: string
): Promise<{ header: DataFileHeader; bytes: Uint8Array }> {
  const bytes = Buffer.alloc(HEADER_BYTES)
  await readExactly(file, bytes, { position: 0, path })
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new UserError(`${path} is not a data file of this Receptive. ${IMPORT_AGAIN}`)
  }
  const [height = 0, width = 0, channels = 0, train = 0, validation = 0, test = 0] = Array.from(
    { length: 6 },
    (_, index) => bytes.readUInt32LE(MAGIC.length + 4 * index)
  )
  const header = {
    imageShape: [height, width, channels] as const,
    counts: { train, validation, test }
  }
  // Sizes decide how much memory is taken, so they are held against the file before.
  const { size } = await file.stat()
  const expected = computeDataFileBytes(header)
  if (size !== expected) {
    throw new UserError(
      `${path} is damaged: it has ${size} bytes, expected ${expected}. ${IMPORT_AGAIN}`
    )
  }
  return { header, bytes }
}

async function readExactly(
  file: FileHandle,
  target: Uint8Array,
  { position, path }: { position: number; path: string }
): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done)
    if (bytesRead === 0) throw new UserError(`${path} is cut off. ${IMPORT_AGAIN}`)
    done += bytesRead
  }
}

async function checkHash(
  file: FileHandle,
  { hash, position, path }: { hash: Hash; position: number; path: string }
): Promise<void> {
  const stored = Buffer.alloc(HASH_BYTES)
  await readExactly(file, stored, { position, path })
  if (hash.digest().equals(stored)) return
  throw new UserError(
    `${path} is damaged: its checksum is not that of its content. ${IMPORT_AGAIN}`
  )
}

function encodeLabels(labels: Uint16Array): Uint8Array {
  const bytes = Buffer.alloc(labels.length * LABEL_BYTES)
  labels.forEach((label, index) => bytes.writeUInt16LE(label, index * LABEL_BYTES))
  return bytes
}

function decodeLabels(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Int32Array.from({ length: bytes.length / LABEL_BYTES }, (_, index) =>
    view.getUint16(index * LABEL_BYTES, true)
  )
}
