/** Keeps a data set that is slow to read as plain bytes, with a checksum. The file can be deleted at any time. */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeFileAtomically } from '../write-file-atomically'
import type { DataPart } from './dataset'

const HASH_BYTES = 32

/** The pictures and labels of the file; null when it is absent or not what was written. */
export async function readPixelCache(
  path: string,
  { count, pixels }: { count: number; pixels: number }
): Promise<DataPart | null> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes?.length !== HASH_BYTES + count * (pixels + 1)) return null
  const content = bytes.subarray(HASH_BYTES)
  if (!computeHash(content).equals(bytes.subarray(0, HASH_BYTES))) return null
  return {
    images: new Uint8Array(content.subarray(count)),
    labels: Int32Array.from(content.subarray(0, count))
  }
}

/** Writes labels (one byte each), then pictures. A failure is no fault: the next load only takes longer. */
export async function writePixelCache(path: string, { images, labels }: DataPart): Promise<void> {
  const bytes = new Uint8Array(HASH_BYTES + labels.length + images.length)
  bytes.set(labels, HASH_BYTES)
  bytes.set(images, HASH_BYTES + labels.length)
  bytes.set(computeHash(bytes.subarray(HASH_BYTES)))
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFileAtomically(path, bytes)
  } catch {
    // A full or read-only disk must not keep anyone from training.
  }
}

function computeHash(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest()
}
