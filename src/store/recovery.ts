/** Brings the index and the run folders together at start, and closes runs whose process died. */
import { describeFileError, isDiskFull } from '@shared/file-error'
import type { MetricBatch } from '@shared/metrics'
import { analyzeModel, parseModel } from '@shared/model'
import { isActive, NO_MARKS, type RunRecord } from '@shared/run'
import { MetricBuffer } from './metric-buffer'
import { isProcessAlive } from './process-owner'
import { applyBatch, interrupt } from './record-changes'
import { listRunIds, RunFolder } from './run-folder'
import { getRunTime } from './run-id'
import type { IndexedRun, RunIndex } from './run-index'
import type { Workspace } from './workspace'

export const REASON_APPLICATION_ENDED = 'Receptive ended while this run was at work.'

/** Makes the index say what the folders say. Returns what could not be brought in, as sentences. */
export function reconcile(index: RunIndex, { runsFolder }: Workspace): string[] {
  const known = new Map(index.list().map((run) => [run.record.id, run]))
  const inFolders = new Set(listRunIds(runsFolder))
  for (const id of known.keys()) if (!inFolders.has(id)) index.remove(id)
  const problems: string[] = []
  for (const id of inFolders) {
    const run = known.get(id)
    const isLeft = run !== undefined && isActive(run.record.state) && !isOwned(run)
    if (run && !isLeft) continue
    const problem = importRun(index, new RunFolder(runsFolder, id))
    if (problem !== null) problems.push(problem)
  }
  return problems
}

/** Reads one run anew from its folder, its metrics from the log, and closes it when nobody works on it. */
export function importRun(index: RunIndex, folder: RunFolder): string | null {
  try {
    const found = folder.readRun() ?? { record: inventRecord(folder), owner: null }
    const { batches, problem } = folder.readMetricLog()
    const { buffer, record } = replay(found.record, batches)
    const owned = { record, owner: found.owner }
    const closed =
      isActive(record.state) && !isOwned(owned)
        ? interrupt(record, REASON_APPLICATION_ENDED, folder.getLastWriteTime())
        : record
    const run = { record: closed, owner: found.owner, metricSeq: buffer.seq }
    index.inTransaction(() => index.putWithChunks(run, buffer.getUnstored(), { replace: true }))
    if (closed !== record) folder.writeRun({ version: 1, owner: found.owner, record: closed })
    return problem === null ? null : `Run "${record.name}": ${problem}`
  } catch (error) {
    const reason = describeFileError(error).replace(/\.$/, '')
    const wayOut = isDiskFull(error) ? ' Make room, then try again.' : ''
    return `The run in ${folder.path} cannot be listed: ${reason}.${wayOut}`
  }
}

/** All batches of a log in a buffer, and the record as these batches leave it. */
export function replay(
  record: RunRecord,
  batches: readonly MetricBatch[]
): { buffer: MetricBuffer; record: RunRecord } {
  const buffer = new MetricBuffer()
  let newest = record
  for (const batch of batches) {
    buffer.append(batch)
    newest = applyBatch(newest, batch, buffer.epochsDone)
  }
  return { buffer, record: newest }
}

/** True while the process that started the run is running: then the run is none of our business. */
export function isOwned({ owner }: Pick<IndexedRun, 'owner'>): boolean {
  return owner !== null && isProcessAlive(owner)
}

/** A record for a folder that has lost its run.json. @throws UserError when its experiment is lost, too. */
function inventRecord(folder: RunFolder): RunRecord {
  const experiment = folder.readExperiment()
  return {
    id: folder.runId,
    name: experiment.name,
    color: 0,
    state: 'interrupted',
    reason:
      'The record of this run was lost; it was made again from the experiment and the metric log.',
    experimentName: experiment.name,
    datasetId: experiment.dataset.id,
    origin: null,
    marks: NO_MARKS,
    importedFrom: null,
    createdAt: getRunTime(folder.runId),
    endedAt: folder.getLastWriteTime(),
    epochs: experiment.training.epochs,
    epochsDone: 0,
    stepsDone: 0,
    elapsedMs: 0,
    parameters: analyzeModel(parseModel(experiment.model)).parameters,
    seed: experiment.training.seed,
    notes: [],
    latest: {},
    test: null
  }
}
