/** Writes many runs into one folder, each under its name. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import type { RunFailure } from '@shared/run'
import { runExportFormats } from '@shared/run-export/run-content'
import { toSafeFileName } from '@shared/safe-file-name'
import { exportRun, type RunExportRequest } from './export-run'
import type { RunStore } from './run-store'
import { workInTurns } from './run-turns'

export interface RunsExportRequest extends Omit<RunExportRequest, 'runId' | 'path'> {
  readonly runIds: readonly string[]
  readonly folder: string
  /** Ends it after the run at hand. */
  readonly signal?: AbortSignal
  onProgress?(done: number): void
}

/** Nothing that is there already is written over: a name that is taken gets a number. @throws UserError for the folder. */
export async function exportRuns(
  store: RunStore,
  { runIds, folder, signal, onProgress, ...request }: RunsExportRequest
): Promise<{ writtenCount: number; failures: RunFailure[] }> {
  // In small letters: on many disks `Net` and `net` are one file.
  const taken = new Set(listNames(folder).map((name) => name.toLowerCase()))
  let writtenCount = 0
  const failures = await workInTurns({
    store,
    items: runIds,
    runIdOf: (runId) => runId,
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
    async work(runId) {
      const name = findFreeName(store.getRun(runId).name, request.format, taken)
      // Also where it cannot be written: then there is no file by which the name would be known.
      taken.add(name.toLowerCase())
      await exportRun(store, { ...request, runId, path: join(folder, name) })
      writtenCount++
    }
  })
  return { writtenCount, failures }
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new UserError(
      `${folder} cannot be read: ${describeFileError(error)}. Choose another folder.`
    )
  }
}

function findFreeName(
  wanted: string,
  format: RunExportRequest['format'],
  taken: ReadonlySet<string>
): string {
  const { extension } = runExportFormats[format]
  const base = toSafeFileName(wanted)
  for (let count = 1; ; count++) {
    const numbered = count === 1 ? base : `${base} (${count})`
    const name = extension === '' ? numbered : `${numbered}.${extension}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
