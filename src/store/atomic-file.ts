/** Writes small files that are whole or absent, never half there. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes to a name beside `path`, syncs and renames; on failure the old file stays and the new one is removed. */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  writeFilesAtomically(new Map([[path, content]]))
}

/** As writeFileAtomically, of files that belong together: none gets its name before all are written. */
export function writeFilesAtomically(files: ReadonlyMap<string, string | Uint8Array>): void {
  const nameTemporary = (path: string) => `${path}.${process.pid}.tmp`
  try {
    for (const [path, content] of files) writeSynced(nameTemporary(path), content)
    for (const path of files.keys()) renameSync(nameTemporary(path), path)
  } catch (error) {
    for (const path of files.keys()) rmSync(nameTemporary(path), { force: true })
    throw error
  }
  for (const folder of new Set([...files.keys()].map(dirname))) syncFolder(folder)
}

function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w')
  try {
    writeWhole(file, typeof content === 'string' ? Buffer.from(content) : content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}

/** A rename is on the disk once its folder is. Windows has no such call, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** JSON for files that people may open: two spaces, a line end at the end. */
export function writeJsonAtomically(path: string, value: unknown): void {
  writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`)
}
