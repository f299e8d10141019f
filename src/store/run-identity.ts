/** Tells whether a run that comes from a file is here already. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RunRecord } from '@shared/run'
import { cutToWhole, hashInTurns, identityOf, IDENTITY } from './capsule/capsule-format'

/** imported.json, beside the files of a run that was imported: what it was when it came. */
const IMPORTED = 'imported.json'
const importedSchema = z.object({ version: z.literal(1), identity: z.string().max(64) })

/** The file that keeps an identity. */
export function createIdentityFile(identity: string): [name: string, bytes: Uint8Array] {
  return [IMPORTED, Buffer.from(`${JSON.stringify({ version: 1, identity }, null, 2)}\n`)]
}

/** What an imported run was when it came; null when its file is gone. */
function readImportedIdentity(folder: string): string | null {
  try {
    const text = readFileSync(join(folder, IMPORTED), 'utf8')
    return importedSchema.parse(JSON.parse(text)).identity
  } catch {
    return null
  }
}

/** What a capsule of the run in `folder` would be now. */
export async function computeIdentity(folder: string, runId: string): Promise<string> {
  const hashes = new Map<string, string>()
  for (const name of IDENTITY) {
    try {
      const bytes = readFileSync(join(folder, name))
      const whole = name === 'metrics.log' ? await cutToWhole(bytes) : bytes
      hashes.set(name, await hashInTurns(whole))
    } catch {
      // A run without events, for example.
    }
  }
  return identityOf(runId, hashes)
}

/** Finds an imported run by what it was when it came: its file is read once, however many imports follow. */
export class ImportedIdentities {
  readonly #byRun = new Map<string, string | null>()

  /** Of a run that is removed: another one may get its id. */
  forget(runId: string): void {
    this.#byRun.delete(runId)
  }

  /** The one of `runs` that came as this; null when none did. */
  find(
    identity: string,
    runs: readonly RunRecord[],
    getFolder: (runId: string) => string
  ): RunRecord | null {
    const isSame = ({ id }: RunRecord): boolean => {
      const known = this.#byRun.get(id)
      const own = known === undefined ? readImportedIdentity(getFolder(id)) : known
      this.#byRun.set(id, own)
      // One whose folder was removed by hand is not here any more, whatever the list says.
      return own === identity && existsSync(getFolder(id))
    }
    return runs.find((run) => run.importedFrom !== null && isSame(run)) ?? null
  }
}
