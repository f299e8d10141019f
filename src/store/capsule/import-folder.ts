/** Writes the folder of an imported run beside the others and renames it: it is there whole, or not at all. */
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nameOwnFolder, removeLeftFolders } from '../own-folder'

const PREFIX = '.import-'

/** `files` by their paths within the folder. A kill at any moment leaves a folder that the next start removes. */
export async function writeImportedFolder(
  runsFolder: string,
  runId: string,
  files: ReadonlyMap<string, Uint8Array>
): Promise<void> {
  const temporary = nameOwnFolder(runsFolder, PREFIX)
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

/** Removes what imports left behind whose process is gone. */
export function removeLeftImports(runsFolder: string): void {
  removeLeftFolders(runsFolder, PREFIX)
}
