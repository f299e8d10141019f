/** Folders of one process: named after it, so that whoever comes later can remove those that a killed one left behind. */
import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hasProcess } from './process-owner'

/** The number of a process may be another one's by then. */
const MOST_AGE_MS = 24 * 60 * 60 * 1000

/** A name beside others of that prefix that no other process takes. */
export function nameOwnFolder(parent: string, prefix: string): string {
  return join(parent, `${prefix}${process.pid}-${randomBytes(6).toString('hex')}`)
}

/** Makes one that no other user can look into. */
export function makeOwnFolder(parent: string, prefix: string): string {
  const folder = nameOwnFolder(parent, prefix)
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

/** Removes those of this user whose process is gone. Never throws: what cannot be removed does no harm. */
export function removeLeftFolders(
  parent: string,
  prefix: string,
  { mostAgeMs = MOST_AGE_MS }: { mostAgeMs?: number } = {}
): void {
  for (const name of listNames(parent)) {
    const pid = name.startsWith(prefix) && /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length))
    if (!pid) continue
    const path = join(parent, name)
    try {
      const { mtimeMs, uid } = lstatSync(path)
      // A container that shares the folder has other users, and processes that are not seen here.
      if (uid !== (process.getuid?.() ?? uid)) continue
      const isOld = Date.now() - mtimeMs > mostAgeMs
      if (isOld || !hasProcess(Number(pid[1]))) rmSync(path, { recursive: true, force: true })
    } catch {
      continue
    }
  }
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
