/** A file that only grows: the metric log and the events of a run. What cannot be written throws, naming the file. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'

export interface AppendOnlyFile {
  append(bytes: Uint8Array): void
  /** Bytes written so far, what was there before included. */
  getSize(): number
  /** Returns when all of it is on the disk. */
  sync(): void
  close(): void
}

/** Opens or creates the file. `keepBytes` cuts off what was written after that place; by default all is kept. */
export function openAppendOnlyFile(
  path: string,
  { keepBytes }: { keepBytes?: number | undefined } = {}
): AppendOnlyFile {
  const file = naming(path, () => openSync(path, 'a'))
  let size = naming(path, () => cut(file, keepBytes))
  return {
    append: (bytes) =>
      naming(path, () => {
        let written = 0
        while (written < bytes.length) written += writeSync(file, bytes, written)
        size += written
      }),
    getSize: () => size,
    sync: () => naming(path, () => fsyncSync(file)),
    close: () => closeSync(file)
  }
}

/** A truncation is one change of the file's length: done or not done, whatever happens meanwhile. */
function cut(file: number, keepBytes: number | undefined): number {
  const { size } = fstatSync(file)
  if (keepBytes === undefined || keepBytes === size) return size
  if (keepBytes > size) throw new Error(`it ends at byte ${size} of ${keepBytes}`)
  ftruncateSync(file, keepBytes)
  fsyncSync(file)
  return keepBytes
}

/** "metrics.log could not be written: no space left on device" says more than the code alone. */
function naming<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new Error(`${path} could not be written: ${(error as Error).message}`, { cause: error })
  }
}
