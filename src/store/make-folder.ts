/** Makes folders with the error that says what is the matter: Node's recursive way calls a read-only disk a missing one. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes a folder, and those above it, unless it is there. Answers with the uppermost that was made; null for none. */
export function makeFolder(path: string): string | null {
  if (isFolder(path)) return null
  const parent = dirname(path)
  const above = parent === path ? null : makeFolder(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(path)) throw error
    return above
  }
  return above ?? path
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
