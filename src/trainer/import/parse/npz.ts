/** Reads NumPy's .npz: a zip of .npy arrays, in memory only. */
import { unzipSync } from 'fflate'
import { UserError } from '@shared/contract/define'
import { readNpy, type NpyArray } from './npy'

/** What a set may unpack to: beyond this it fits no memory, or is a bomb. */
const MAX_UNPACKED_BYTES = 2 ** 31
const MAX_ENTRIES = 100

/** The arrays by their names, without `.npy`; those that `isWanted` does not know are left packed. @throws UserError */
export function readNpz(
  bytes: Uint8Array,
  { source, isWanted }: { source: string; isWanted: (name: string) => boolean }
): Map<string, NpyArray> {
  let entryCount = 0
  let unpacked = 0
  const files = unzip(bytes, source, ({ name, originalSize }) => {
    if (++entryCount > MAX_ENTRIES) {
      throw new UserError(`${source} holds more than ${MAX_ENTRIES} arrays. Save only x and y.`)
    }
    if (!name.endsWith('.npy') || !isWanted(toArrayName(name))) return false
    unpacked += originalSize
    if (unpacked > MAX_UNPACKED_BYTES) {
      throw new UserError(
        `${source} unpacks to more than ${MAX_UNPACKED_BYTES / 2 ** 30} GB. Save a smaller set, or uint8 in place of floats.`
      )
    }
    return true
  })
  return new Map(
    Object.entries(files).map(([name, content]) => [
      toArrayName(name),
      readNpy(content, `${toArrayName(name)} in ${source}`)
    ])
  )
}

function toArrayName(name: string): string {
  return name.replace(/\.npy$/, '')
}

function unzip(
  bytes: Uint8Array,
  source: string,
  filter: (file: { name: string; originalSize: number }) => boolean
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter })
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      `${source} is damaged, or no .npz: ${(error as Error).message}. Get the file again.`
    )
  }
}
