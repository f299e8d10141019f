/** Tells whether a run that comes from a file is here already. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { hashOf, identityOf, IDENTITY } from './capsule/capsule-format'

/** imported.json, beside the files of a run that was imported: what it was when it came. */
const IMPORTED = 'imported.json'
const importedSchema = z.object({ version: z.literal(1), identity: z.string().max(64) })

/** The file that keeps an identity. */
export function createIdentityFile(identity: string): [name: string, bytes: Uint8Array] {
  return [IMPORTED, Buffer.from(`${JSON.stringify({ version: 1, identity }, null, 2)}\n`)]
}

/** What an imported run was when it came; null when its file is gone. */
export function readImportedIdentity(folder: string): string | null {
  try {
    const text = readFileSync(join(folder, IMPORTED), 'utf8')
    return importedSchema.parse(JSON.parse(text)).identity
  } catch {
    return null
  }
}

/** What a capsule of the run in `folder` would be now. */
export function computeIdentity(folder: string, runId: string): string {
  const hashes = new Map<string, string>()
  for (const name of IDENTITY) {
    try {
      hashes.set(name, hashOf(readFileSync(join(folder, name))))
    } catch {
      // A run without events, for example.
    }
  }
  return identityOf(runId, hashes)
}
