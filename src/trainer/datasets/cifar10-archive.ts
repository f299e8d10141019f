/** Reads the six files of CIFAR-10 out of their archive, into memory only: nothing is ever extracted to disk. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Extract } from 'tar-stream'
import { UserError } from '@shared/contract/define'
import { CIFAR_FILES, CIFAR_FOLDER, FILE_BYTES, type CifarFileName } from './cifar10-files'
import { LoadingStopped, pauseLoading } from './dataset'

/** The archive also holds a page and a list of names; nothing else of it is read, and nothing large is skipped. */
const MOST_OTHER_BYTES = 1_000_000

/**
 * Hands each file to `add`, whole, in a buffer that the next one overwrites. Only regular files of the known names and the exact size are taken.
 * @throws UserError naming the archive and what is wrong with it.
 */
export async function readCifarArchive({
  path,
  signal,
  onProgress,
  add
}: {
  path: string
  signal: AbortSignal
  onProgress: (share: number) => void
  add: (name: CifarFileName, bytes: Uint8Array) => void
}): Promise<void> {
  const entries = extract()
  const seen = new Set<CifarFileName>()
  // One for all files, or six of them would wait for the collector.
  const bytes = new Uint8Array(FILE_BYTES)

  async function readEntries(): Promise<void> {
    for await (const entry of entries) {
      await pauseLoading(signal)
      const name = toKnownName(entry)
      if (name === null) {
        await skip(entry)
        continue
      }
      if (seen.has(name)) throw new UserError(`${path} holds ${name} twice. ${GET_IT_AGAIN}`)
      seen.add(name)
      await readInto(bytes, entry, `${name} in ${path}`)
      add(name, bytes)
      onProgress(seen.size / CIFAR_FILES.length)
    }
  }

  try {
    await Promise.all([
      pipeline(createReadStream(path), createGunzip(), entries, { signal }),
      readEntries().catch((error: unknown) => {
        entries.destroy(error as Error)
        throw error
      })
    ])
  } catch (error) {
    if (error instanceof UserError) throw error
    if (signal.aborted) throw new LoadingStopped('Loading was stopped.')
    throw new UserError(`${path} cannot be read: ${(error as Error).message}. ${GET_IT_AGAIN}`)
  }
  const absent = CIFAR_FILES.filter((name) => !seen.has(name))
  if (absent.length > 0) {
    throw new UserError(`${path} does not hold ${absent.join(', ')}. ${GET_IT_AGAIN}`)
  }
}

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never

const GET_IT_AGAIN = 'Get the archive again.'

/** The name of a file that is wanted; null for all else, links and odd paths included. */
function toKnownName({ header }: Entry): CifarFileName | null {
  if (header.type !== 'file') return null
  return CIFAR_FILES.find((name) => header.name === `${CIFAR_FOLDER}/${name}`) ?? null
}

async function readInto(bytes: Uint8Array, entry: Entry, source: string): Promise<void> {
  const { size } = entry.header
  if (size !== bytes.length) {
    throw new UserError(
      `${source} is not as expected: it has ${size} bytes, expected ${FILE_BYTES}. ${GET_IT_AGAIN}`
    )
  }
  let offset = 0
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
}

async function skip(entry: Entry): Promise<void> {
  const { name, size } = entry.header
  if (size > MOST_OTHER_BYTES) {
    throw new UserError(
      `The archive holds ${JSON.stringify(name)} of ${size} bytes, which is no part of CIFAR-10. ${GET_IT_AGAIN}`
    )
  }
  for await (const chunk of entry) void chunk
}
