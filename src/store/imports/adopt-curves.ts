/** Makes a run of curves that another program recorded. */
import type { Curve } from '@shared/foreign/curve'
import { curvesToBatches } from '@shared/foreign/curve'
import { encodeMetricFrame, METRIC_LOG_HEADER } from '@shared/metric-log'
import { NO_MARKS, UNKNOWN_DATASET, type RunRecord } from '@shared/run'
import { UserError } from '@shared/contract/define'
import type { ImportedSource } from '../imported-source'
import { createRunId } from '../run-id'
import type { RunStore } from '../run-store'
import type { ImportedRun } from './index'

export interface ForeignRun {
  readonly name: string
  readonly curves: readonly Curve[]
  readonly source: ImportedSource
  /** By which it is known when it comes again. */
  readonly identity: string
  /** The file or folder that was chosen. */
  readonly importedFrom: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly notes: readonly string[]
}

/** More than these would not be read. */
const MOST_NAMES = 30

/** @throws UserError when it holds no value, or cannot be stored. */
export async function adoptCurves(store: RunStore, run: ForeignRun): Promise<ImportedRun> {
  const batches = curvesToBatches('', run.curves)
  if (batches.length === 0)
    throw new UserError(`${run.importedFrom} holds no values of a training.`)
  const log = Buffer.concat([METRIC_LOG_HEADER, ...batches.map(encodeMetricFrame)])
  const files = new Map([
    ['import.json', toJsonBytes(run.source)],
    ['environment.json', toJsonBytes({})],
    ['metrics.log', log]
  ])
  return store.adopt({
    record: createRecord(run),
    identity: run.identity,
    createFiles: () => files
  })
}

/** Steps, times and newest values come from the log, as those of any run. */
function createRecord({
  name,
  curves,
  createdAt,
  importedFrom,
  source,
  notes
}: ForeignRun): RunRecord {
  const epochs = Math.max(
    0,
    ...curves.filter(({ scope }) => scope === 'epoch').map(({ points }) => points.length)
  )
  const elapsedMs = curves
    .flatMap(({ points }) => points.map((point) => point.elapsedMs))
    .reduce((most, time) => Math.max(most, time), 0)
  return {
    id: createRunId(),
    name,
    color: 0,
    state: 'finished',
    reason: null,
    experimentName: name,
    datasetId: UNKNOWN_DATASET,
    origin: null,
    marks: NO_MARKS,
    importedFrom,
    createdAt,
    endedAt: Math.round(createdAt + elapsedMs),
    epochs,
    epochsDone: epochs,
    stepsDone: 0,
    elapsedMs,
    parameters: 0,
    seed: 0,
    notes: [...notes, ...describeLeftOut(source.leftOut)],
    latest: {},
    test: null
  }
}

function describeLeftOut(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  const listed = names.slice(0, MOST_NAMES).map((name) => name.slice(0, 100))
  return [`Left out, because they are no metric here: ${listed.join(', ')}${more}.`]
}

function toJsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
