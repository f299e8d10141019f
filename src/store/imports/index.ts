/** Runs that come from files: which files hold some, and how each kind is taken in. */
import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import type { RunRecord } from '@shared/run'
import { CAPSULE_EXTENSION } from '../capsule/capsule-format'
import { importCapsule } from '../capsule/import-capsule'
import type { RunStore } from '../run-store'
import { importCsv, isCsvLog } from './import-csv'
import { holdsEventFiles, isEventFileName, type EventFileSearch } from './find-event-files'
import { importEventFiles } from './import-event-files'

export interface ImportedRun {
  readonly record: RunRecord
  /** False for one that was here already. */
  readonly isNew: boolean
}

export interface ImportRunsOptions {
  /** Ends the import before its next run; what was taken in until then stays, and is the answer. */
  readonly signal?: AbortSignal
}

/** Those of `paths` that importRuns takes; of a folder that is too large to be looked through, the sentence that says so. */
export async function findRunFiles(
  paths: readonly string[],
  search: EventFileSearch = {}
): Promise<{ paths: string[]; unsearched: string[] }> {
  const [found, unsearched]: [string[], string[]] = [[], []]
  for (const path of paths) {
    try {
      if (await holdsRuns(path, search)) found.push(path)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      unsearched.push(error.message)
    }
  }
  return { paths: found, unsearched }
}

/**
 * True for what importRuns takes: a capsule, event files or a folder with some, the log of a CSVLogger. @throws UserError
 * for a folder that is too large to be looked through
 */
export async function holdsRuns(path: string, options: EventFileSearch = {}): Promise<boolean> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => null
  )
  if (isFolder === null) return false
  if (isFolder) return holdsEventFiles(path, options)
  const extension = extname(path).toLowerCase()
  if (extension === CAPSULE_EXTENSION) return true
  return isEventFileName(basename(path)) || (extension === '.csv' && isCsvLog(path))
}

/**
 * Takes in the runs of `paths`: event files of one log folder are one run, every other file is one. What was taken in
 * before a file that is refused stays. @throws UserError naming the file and what is wrong with it
 */
export async function importRuns(
  store: RunStore,
  paths: readonly string[],
  options: ImportRunsOptions = {}
): Promise<ImportedRun[]> {
  const imported: ImportedRun[] = []
  const ofEvents: string[] = []
  for (const path of paths) {
    if (options.signal?.aborted) return imported
    const kind = kindOf(path)
    if (kind === 'capsule') imported.push(await importCapsule(store, path))
    else if (kind === 'csv') imported.push(await importCsv(store, path))
    else ofEvents.push(path)
  }
  if (ofEvents.length > 0) imported.push(...(await importEventFiles(store, ofEvents, options)))
  return imported
}

function kindOf(path: string): 'capsule' | 'csv' | 'events' {
  let isFolder: boolean
  try {
    isFolder = statSync(path).isDirectory()
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
  const extension = extname(path).toLowerCase()
  if (!isFolder && extension === CAPSULE_EXTENSION) return 'capsule'
  if (!isFolder && extension === '.csv') return 'csv'
  if (isFolder || isEventFileName(basename(path))) return 'events'
  throw new UserError(
    `${basename(path)} holds no run: choose a run capsule (.receptive), event files of TensorBoard or a log of Keras' CSVLogger (.csv).`
  )
}
