/** A disk that is soon full, for tests: a file system in memory of a size that is chosen. Needs the right to mount. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Leaves no free byte. */
  fill(): void
  /** Takes back what `fill` has written. */
  makeRoom(): void
  /** From now on nothing of it can be changed. */
  makeReadOnly(): void
  remove(): void
}

/** Why there is no small disk here: a reason to skip a test. */
export const NO_MOUNT = 'needs the right to mount a file system (Linux, as root)'

/** Null where this user may not mount one. */
export function mountSmallDisk(kilobytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-disk-'))
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]
    execFileSync('mount', options, { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return null
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => writeUntilFull(filler),
    makeRoom: () => rmSync(filler),
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder]),
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'a')
  const block = new Uint8Array(4096)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
