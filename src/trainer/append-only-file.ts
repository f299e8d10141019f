/** A file that only grows: the metric log and the events of a run. What the disk does not take waits in memory, in order. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'

export interface AppendOnlyFile {
  /** Writes the bytes, or keeps them where `problem` says that they cannot be written now. Never throws. */
  append(bytes: Uint8Array): void
  /** Why the file is behind, with the file system's error as its cause; null when all is written. */
  readonly problem: Error | null
  /** Writes what was kept, as far as the disk takes it. */
  retry(): void
  /** Bytes written so far, what was there before included. */
  getSize(): number
  /** Returns when all of it is on the disk. @throws the problem when something is still kept. */
  sync(): void
  close(): void
}

/** The folder was deleted while its run was at work: nothing written from now on could be found again. */
export class FolderGone extends UserError {
  constructor(folder: string) {
    super(
      `The folder of this run was deleted while it was at work (${folder}): nothing more of it can be kept.`
    )
  }
}

/**
 * Opens or creates the file. `keepBytes` cuts off what was written after that place; by default all is kept.
 * @throws naming the file when it cannot be opened or cut.
 */
export function openAppendOnlyFile(
  path: string,
  { keepBytes }: { keepBytes?: number | undefined } = {}
): AppendOnlyFile {
  const file = naming(path, () => openSync(path, 'a'))
  let size = naming(path, () => cut(file, keepBytes))
  let kept: Uint8Array[] = []
  let problem: Error | null = null

  /** Half a frame may have been written when the disk became full: the rest of it is what comes next. */
  function writeKept(): void {
    for (let bytes = kept[0]; bytes; bytes = kept[0]) {
      const written = writeSync(file, bytes)
      size += written
      if (written < bytes.length) kept[0] = bytes.subarray(written)
      else kept.shift()
    }
    // A deleted file takes bytes for as long as it is open; they go with it.
    if (fstatSync(file).nlink === 0) throw new FolderGone(dirname(path))
  }

  function write(): void {
    try {
      naming(path, writeKept)
      problem = null
    } catch (error) {
      problem = error as Error
    }
  }

  return {
    append(bytes) {
      kept.push(bytes)
      // What waits goes first, and the disk is not asked about it at every step.
      if (problem === null) write()
    },
    get problem() {
      return problem
    },
    retry: write,
    getSize: () => size,
    sync() {
      if (problem) throw problem
      naming(path, () => fsyncSync(file))
    },
    close() {
      kept = []
      closeSync(file)
    }
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

/** "metrics.log could not be written: there is no space left on the disk" says more than the code alone. */
function naming<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof FolderGone) throw error
    throw new Error(`${path} could not be written: ${describeFileError(error)}`, { cause: error })
  }
}
