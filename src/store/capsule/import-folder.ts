/** Writes the folder of an imported run beside the others and renames it: it is there whole, or not at all. */
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const PREFIX = '.import-'
/** No import takes as long; the number of its process may be another one's by then. */
const MOST_AGE_MS = 24 * 60 * 60 * 1000

/** `files` by their paths within the folder. A kill at any moment leaves a folder that the next start removes. */
export async function writeImportedFolder(
  runsFolder: string,
  runId: string,
  files: ReadonlyMap<string, Uint8Array>
): Promise<void> {
  const temporary = join(runsFolder, `${PREFIX}${process.pid}-${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(temporary)
    for (const [name, bytes] of files) {
      const path = join(temporary, name)
      await mkdir(dirname(path), { recursive: true })
      await writeSynced(path, bytes)
    }
    await rename(temporary, join(runsFolder, runId))
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Removes what imports left behind whose process is gone. Never throws: what cannot be removed does no harm. */
export function removeLeftImports(runsFolder: string): void {
  for (const name of listNames(runsFolder)) {
    const pid = new RegExp(`^\\${PREFIX}(\\d+)-[0-9a-f]{12}$`).exec(name)?.[1]
    if (pid === undefined) continue
    const path = join(runsFolder, name)
    try {
      const isOld = Date.now() - statSync(path).mtimeMs > MOST_AGE_MS
      if (isOld || !hasProcess(Number(pid))) rmSync(path, { recursive: true, force: true })
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

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
