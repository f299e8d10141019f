/** Reads the files of a tar archive, gzipped or not, one after the other into memory; nothing is ever extracted to disk. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { PassThrough, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract, type Extract } from 'tar-stream'
import { UserError } from '@shared/contract/define'
import { ImportStopped, pauseImport } from './import-stopped'

export interface TarReading {
  readonly path: string
  readonly signal: AbortSignal
  /** The most bytes that a file of this name may have; null for a file that is not wanted. */
  readonly limitOf: (name: string) => number | null
  /** Hears of each wanted file, in the order of the archive. */
  readonly onFile: (name: string, bytes: Uint8Array) => Promise<void>
  /** Hears how many bytes of the archive itself were read. */
  readonly onRead: (done: number) => void
}

/** The archive may hold a page and a list beside what is wanted; more is not skipped but refused. */
const MOST_OTHER_BYTES = 1_000_000
const MOST_ENTRIES = 1000
const GET_IT_AGAIN = 'Get the archive again.'

/** @throws UserError naming the archive and what is wrong with it; ImportStopped. */
export async function readTar({
  path,
  signal,
  limitOf,
  onFile,
  onRead
}: TarReading): Promise<void> {
  const entries = extract()

  async function readEntries(): Promise<void> {
    const seen = new Set<string>()
    let entryCount = 0
    for await (const entry of entries) {
      await pauseImport(signal)
      if (++entryCount > MOST_ENTRIES) {
        throw new UserError(
          `${path} holds more than ${MOST_ENTRIES} files, which is no archive of CIFAR. ${GET_IT_AGAIN}`
        )
      }
      const { name, type } = entry.header
      const limit = type === 'file' ? limitOf(name) : null
      if (limit === null) {
        await skip(entry, path)
        continue
      }
      if (seen.has(name)) throw new UserError(`${path} holds ${name} twice. ${GET_IT_AGAIN}`)
      seen.add(name)
      await onFile(name, await readWhole(entry, { limit, path }))
    }
  }

  try {
    await Promise.all([
      pipeline(
        createReadStream(path),
        countBytes(onRead),
        (await isGzip(path)) ? createGunzip() : new PassThrough(),
        entries,
        { signal }
      ),
      readEntries().catch((error: unknown) => {
        entries.destroy(error as Error)
        throw error
      })
    ])
  } catch (error) {
    if (error instanceof UserError || error instanceof ImportStopped) throw error
    if (signal.aborted) throw new ImportStopped()
    if (isFileSystemError(error)) throw error
    throw new UserError(`${path} cannot be read: ${(error as Error).message}. ${GET_IT_AGAIN}`)
  }
}

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never

/** A full disk is no fault of the archive. */
function isFileSystemError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).errno === 'number' && !isZlibError(error)
}

function isZlibError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_')
}

function countBytes(tell: (done: number) => void): Transform {
  let done = 0
  return new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      done += chunk.length
      tell(done)
      next(null, chunk)
    }
  })
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(2)
    await file.read(start, 0, 2, 0)
    return start[0] === 0x1f && start[1] === 0x8b
  } finally {
    await file.close()
  }
}

async function readWhole(
  entry: Entry,
  { limit, path }: { limit: number; path: string }
): Promise<Uint8Array> {
  const { name, size = 0 } = entry.header
  if (size > limit) {
    throw new UserError(
      `${name} in ${path} is not as expected: it has ${size} bytes, expected at most ${limit}. ${GET_IT_AGAIN}`
    )
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

async function skip(entry: Entry, path: string): Promise<void> {
  const { name, size = 0 } = entry.header
  if (size > MOST_OTHER_BYTES) {
    throw new UserError(
      `${path} holds ${JSON.stringify(name.slice(0, 200))} of ${size} bytes, which is no part of CIFAR. ${GET_IT_AGAIN}`
    )
  }
  for await (const chunk of entry) void chunk
}
