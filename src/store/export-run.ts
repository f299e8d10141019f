/** Writes a run for other workspaces and other programs. */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import type { RunContent, RunExportFormat } from '@shared/run-export/run-content'
import { runToCsv } from '@shared/run-export/to-csv'
import { runToEventFiles } from '@shared/run-export/to-event-files'
import { runToJson } from '@shared/run-export/to-json'
import { writeFileAtomically, writeFilesAtomically } from './atomic-file'
import { writeCapsule } from './capsule/write-capsule'
import { makeFolder } from './make-folder'
import type { RunStore } from './run-store'

export interface RunExportRequest {
  readonly runId: string
  readonly format: RunExportFormat
  /** The file; of event files the folder that TensorBoard is to be pointed at. */
  readonly path: string
  /** A capsule with the newest weights. @default false */
  readonly withWeights?: boolean
  /** `Receptive 1.2.3`. */
  readonly writtenBy: string
}

/** @throws UserError when there is no such run, or nothing can be written there. */
export async function exportRun(
  store: RunStore,
  { runId, format, path, withWeights = false, writtenBy }: RunExportRequest
): Promise<void> {
  if (format === 'capsule') {
    const [record, folder] = [store.getRun(runId), store.getRunFolder(runId)]
    return writeCapsule({ record, folder, path, withWeights, writtenBy })
  }
  const content = readContent(store, runId)
  try {
    if (format === 'csv') writeFileAtomically(path, runToCsv(content))
    else if (format === 'json') writeFileAtomically(path, runToJson(content))
    else writeEventFiles(content, path)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${path} cannot be written: ${describeFileError(error)}.`)
  }
}

function writeEventFiles(content: RunContent, folder: string): void {
  const files = runToEventFiles(content)
  if (files.size === 0) throw new UserError(`"${content.record.name}" has recorded nothing yet.`)
  const byPath = new Map([...files].map(([name, bytes]) => [join(folder, name), bytes]))
  const made: string[] = []
  try {
    for (const path of byPath.keys()) {
      const first = makeFolder(dirname(path))
      if (first !== null) made.push(first)
    }
    writeFilesAtomically(byPath)
  } catch (error) {
    for (const one of made) rmSync(one, { recursive: true, force: true })
    throw error
  }
}

function readContent(store: RunStore, runId: string): RunContent {
  return {
    record: store.getRun(runId),
    experiment: store.isForeign(runId) ? null : store.getExperiment(runId),
    environment: store.getEnvironment(runId),
    events: store.getEvents(runId),
    tables: store.getHistory(runId).tables
  }
}
