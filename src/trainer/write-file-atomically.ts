/** Writes files that are whole or absent, never half there. */
import { open, rename, rm } from 'node:fs/promises'

/** Writes to a name beside `path`, syncs and renames; on failure the old file stays and the new one is removed. */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
