/** Whether the entries of a capsule are what their names say: each read by the code that will read it later. */
import { z } from 'zod'
import { decodeEvaluationFile } from '@shared/evaluation-file'
import { parseExperimentText } from '@shared/experiment'
import { parseModel } from '@shared/model'
import { decodePredictionFile } from '@shared/prediction-file'
import type { RunRecord } from '@shared/run'
import { importedSourceSchema } from '../imported-source'
import { runFileSchema } from '../run-folder'
import { walkInTurns } from './capsule-format'
import { ZipFault } from './zip-directory'

/** The last moment that a Date can name. */
const LAST_MOMENT = 8.64e15

/** Answers with the record. @throws UserError or ZipFault naming the entry that is wrong. */
export async function checkDocuments(
  parts: ReadonlyMap<string, Uint8Array>,
  runId: string
): Promise<RunRecord> {
  const record = readRecord(parts, runId)
  const isOurs = parts.has('experiment.json')
  if (isOurs === parts.has('import.json'))
    throw new ZipFault('it has no experiment, or two sources')
  for (const [name, bytes] of parts) {
    await checks[name]?.(bytes)
    if (name.startsWith('evaluation-') && decodeEvaluationFile(bytes) === null) throw damaged(name)
  }
  return record
}

function readRecord(parts: ReadonlyMap<string, Uint8Array>, runId: string): RunRecord {
  const bytes = parts.get('run.json')
  if (!bytes) throw new ZipFault('"run.json" is missing')
  const parsed = runFileSchema.safeParse(parse('run.json', bytes))
  if (!parsed.success || parsed.data.record.id !== runId) throw damaged('run.json')
  const { record } = parsed.data
  const moments = [record.createdAt, record.endedAt ?? 0]
  const isPossible = moments.every((moment) => moment >= 0 && moment <= LAST_MOMENT)
  if (!isPossible || record.elapsedMs < 0 || record.epochsDone < 0) throw damaged('run.json')
  return record
}

/** Each throws when the bytes are not what the name says. */
const checks: Readonly<Record<string, (bytes: Uint8Array) => void | Promise<void>>> = {
  'experiment.json': (bytes) => {
    const experiment = parseExperimentText(toText('experiment.json', bytes), 'experiment.json')
    parseModel(experiment.model)
  },
  'import.json': (bytes) => {
    if (!importedSourceSchema.safeParse(parse('import.json', bytes)).success) {
      throw damaged('import.json')
    }
  },
  'environment.json': (bytes) => checkObject('environment.json', bytes),
  'standardization.json': (bytes) => checkObject('standardization.json', bytes),
  'events.jsonl': (bytes) => void toText('events.jsonl', bytes),
  'metrics.log': checkMetrics,
  'samples.bin': (bytes) => {
    if (decodePredictionFile(bytes) === null) throw damaged('samples.bin')
  }
}

function checkObject(name: string, bytes: Uint8Array): void {
  if (!z.looseObject({}).safeParse(parse(name, bytes)).success) throw damaged(name)
}

/** Steps never go back, and each batch follows the one before it. */
async function checkMetrics(bytes: Uint8Array): Promise<void> {
  const last = { step: 0, epoch: 0 }
  let batches = 0
  const whole = await walkInTurns(bytes, ({ decode }) => {
    const { seq, scope, steps, elapsedMs } = decode('')
    if (seq !== ++batches) throw damaged('metrics.log')
    for (const moment of elapsedMs) {
      if (!(moment >= 0 && moment <= LAST_MOMENT)) throw damaged('metrics.log')
    }
    for (const step of steps) {
      if (!Number.isSafeInteger(step) || step < last[scope]) throw damaged('metrics.log')
      last[scope] = step
    }
  })
  if (whole !== bytes.length) throw damaged('metrics.log')
}

function parse(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(toText(name, bytes))
  } catch (error) {
    if (error instanceof ZipFault) throw error
    throw damaged(name)
  }
}

function toText(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw damaged(name)
  }
}

function damaged(name: string): ZipFault {
  return new ZipFault(`its "${name}" is not what Receptive writes`)
}
