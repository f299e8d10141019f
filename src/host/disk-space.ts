/** How much room the disk of a folder has, on every Node that Receptive runs on. */
import { execFile } from 'node:child_process'
import * as fs from 'node:fs/promises'
import { promisify } from 'node:util'

/** Bytes that this user may still write; null when the system does not say. */
export async function getFreeBytes(folder: string): Promise<number | null> {
  try {
    if (hasStatfs(fs)) {
      const { bavail, bsize } = await fs.statfs(folder)
      return bavail * bsize
    }
    return await askDf(folder)
  } catch {
    return null
  }
}

/** Node has statfs since 18.15; Electron 22 is older. */
function hasStatfs(module: Partial<typeof fs>): boolean {
  return typeof module.statfs === 'function'
}

/** POSIX df: the fourth number of the second line is what is available, in kilobytes. */
async function askDf(folder: string): Promise<number | null> {
  const { stdout } = await promisify(execFile)('df', ['-Pk', folder])
  const available = Number(stdout.trim().split('\n').at(-1)?.split(/\s+/)[3])
  return Number.isFinite(available) ? available * 1024 : null
}
