/** Reads the directory of a zip file and trusts nothing of it: names, sizes and places are checked before a byte is unpacked. */
import { read, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { TURN_BYTES } from './capsule-format'

export interface ZipEntry {
  readonly name: string
  readonly isDeflated: boolean
  readonly packedBytes: number
  readonly bytes: number
  /** Where its packed bytes begin. */
  readonly start: number
}

export interface ZipLimits {
  /** Bytes that an entry may unpack to; undefined for a name that may not be there. */
  mostBytesOf(name: string): number | undefined
  readonly mostEntries: number
  readonly mostTotalBytes: number
}

/** The sentence's second half: why this is no such file. */
export class ZipFault extends Error {}

const END_BYTES = 22
const HEADER_BYTES = 46
const LOCAL_HEADER_BYTES = 30
/** A bomb unpacks to a thousand times its size; what a run holds does not. */
const MOST_RATIO = 200
/** Below this size nothing is a bomb. */
const HARMLESS_BYTES = 1_000_000

/** The entries of the open `file`. @throws ZipFault */
export function readZipDirectory(file: number, size: number, limits: ZipLimits): ZipEntry[] {
  if (size < END_BYTES) throw new ZipFault('it is no zip file')
  const end = readAt(file, size - END_BYTES, END_BYTES)
  const count = end.readUInt16LE(10)
  const length = end.readUInt32LE(12)
  const offset = end.readUInt32LE(16)
  const isWhole =
    end.readUInt32LE(0) === 0x06054b50 &&
    end.readUInt32LE(4) === 0 &&
    end.readUInt16LE(8) === count &&
    end.readUInt16LE(20) === 0 &&
    offset + length === size - END_BYTES
  if (!isWhole) throw new ZipFault('it is cut off, or no zip file')
  if (count > limits.mostEntries) throw new ZipFault(`it holds ${count} entries`)
  if (length > limits.mostEntries * 1024) throw new ZipFault('its directory is too large')
  const entries = readHeaders(readAt(file, offset, length), count, limits)
  return placeEntries(file, entries, offset)
}

type Header = Omit<ZipEntry, 'start'> & { readonly localHeader: number }

function readHeaders(directory: Buffer, count: number, limits: ZipLimits): Header[] {
  const headers: Header[] = []
  let offset = 0
  let total = 0
  for (let index = 0; index < count; index++) {
    if (offset + HEADER_BYTES > directory.length) throw new ZipFault('its directory is cut off')
    const { header, length } = readHeader(directory.subarray(offset))
    if (headers.some(({ name }) => name === header.name)) {
      throw new ZipFault(`"${header.name}" is in it twice`)
    }
    checkSize(header, limits)
    total += header.bytes
    if (total > limits.mostTotalBytes) throw new ZipFault('what it unpacks to is too large')
    headers.push(header)
    offset += length
  }
  if (offset !== directory.length) throw new ZipFault('its directory is damaged')
  return headers
}

function readHeader(bytes: Buffer): { header: Header; length: number } {
  const nameLength = bytes.readUInt16LE(28)
  const length = HEADER_BYTES + nameLength + bytes.readUInt16LE(30) + bytes.readUInt16LE(32)
  const method = bytes.readUInt16LE(10)
  const isEncrypted = (bytes.readUInt16LE(8) & 1) === 1
  if (bytes.readUInt32LE(0) !== 0x02014b50 || length > bytes.length) {
    throw new ZipFault('its directory is damaged')
  }
  if (isEncrypted || (method !== 0 && method !== 8)) {
    throw new ZipFault('it is packed in a way that capsules are not')
  }
  const header = {
    name: bytes.toString('latin1', HEADER_BYTES, HEADER_BYTES + nameLength),
    isDeflated: method === 8,
    packedBytes: bytes.readUInt32LE(20),
    bytes: bytes.readUInt32LE(24),
    localHeader: bytes.readUInt32LE(42)
  }
  return { header, length }
}

function checkSize({ name, bytes, packedBytes, isDeflated }: Header, limits: ZipLimits): void {
  const most = limits.mostBytesOf(name)
  if (most === undefined) {
    throw new ZipFault(`it holds "${toPlain(name)}", which is no part of a capsule`)
  }
  if (bytes > most || (bytes > HARMLESS_BYTES && bytes > MOST_RATIO * packedBytes)) {
    throw new ZipFault(`"${name}" says that it is ${bytes} bytes large`)
  }
  if (!isDeflated && bytes !== packedBytes) throw new ZipFault(`"${name}" has two sizes`)
}

/** No two entries may share bytes: that is how small bombs become large. */
function placeEntries(file: number, headers: readonly Header[], end: number): ZipEntry[] {
  const placed = headers.map(({ localHeader, ...entry }) => {
    if (localHeader + LOCAL_HEADER_BYTES > end) {
      throw new ZipFault(`"${entry.name}" lies outside of it`)
    }
    const local = readAt(file, localHeader, LOCAL_HEADER_BYTES)
    if (local.readUInt32LE(0) !== 0x04034b50) throw new ZipFault(`"${entry.name}" is damaged`)
    const names = local.readUInt16LE(26) + local.readUInt16LE(28)
    return { ...entry, from: localHeader, start: localHeader + LOCAL_HEADER_BYTES + names }
  })
  const inOrder = [...placed].sort((one, other) => one.from - other.from)
  inOrder.forEach(({ name, start, packedBytes }, index) => {
    const next = inOrder[index + 1]?.from ?? end
    if (start + packedBytes > next) throw new ZipFault(`"${name}" lies over another part`)
  })
  return placed.map(({ name, isDeflated, packedBytes, bytes, start }) => ({
    name,
    isDeflated,
    packedBytes,
    bytes,
    start
  }))
}

/** Bytes of a file; zeros where it ends early, which no check takes for whole. */
export function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, position + done)
    if (count === 0) break
    done += count
  }
  return bytes
}

/** As readAt, of any size, while others have their turn. */
export async function readInTurns(file: number, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const wanted = Math.min(length - done, TURN_BYTES)
    const { bytesRead } = await readPart(file, bytes, done, wanted, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes
}

const readPart = promisify(read)

/** A name from a file goes into a sentence: one line, and short. */
function toPlain(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
}
