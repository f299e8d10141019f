/** A log file that starts anew when it is full and keeps one predecessor: `trainer.log`, `trainer.old.log`. */
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

/** A few days of TensorFlow's lines; still opened at once by any editor. */
const MAX_LOG_BYTES = 5_000_000

export interface RotatingLog {
  /** Appends; a disk that is full loses lines, never more. */
  write(bytes: Uint8Array): void
  /** Appends a line of our own, with the time. */
  note(sentence: string): void
  close(): void
}

export function openRotatingLog(
  path: string,
  { maxBytes = MAX_LOG_BYTES }: { maxBytes?: number } = {}
): RotatingLog {
  let file = openSync(path, 'a')
  let size = fstatSync(file).size

  function rotate(): void {
    closeSync(file)
    renameSync(path, path.replace(/\.log$/, '.old.log'))
    file = openSync(path, 'a')
    size = 0
  }

  function write(bytes: Uint8Array): void {
    try {
      if (size + bytes.length > maxBytes && size > 0) rotate()
      size += writeSync(file, bytes)
    } catch {
      // A log that cannot be written must not stop what it tells of.
    }
  }

  return {
    write,
    note: (sentence) => write(Buffer.from(`[${new Date().toISOString()}] ${sentence}\n`)),
    close: () => closeSync(file)
  }
}
