/** Takes the run of a capsule into a workspace, once. */
import { basename } from 'node:path'
import { decodePredictionFile, encodePredictionFile } from '@shared/prediction-file'
import { isActive, type RunRecord } from '@shared/run'
import type { RunStore } from '../run-store'
import { capsuleEntries } from './capsule-format'
import { readCapsule, type Capsule } from './read-capsule'

/** The record of the new run; of the old one with `isNew` false when it is here already. @throws UserError */
export async function importCapsule(
  store: RunStore,
  path: string
): Promise<{ record: RunRecord; isNew: boolean }> {
  const capsule = await readCapsule(path)
  return store.adopt({
    record: { ...closeRecord(capsule.record), importedFrom: basename(path).slice(-255) },
    identity: capsule.identity,
    createFiles: (runId) => createFiles(capsule, runId)
  })
}

/** No process here works on it. */
function closeRecord(record: RunRecord): RunRecord {
  if (!isActive(record.state)) return record
  return {
    ...record,
    state: 'interrupted',
    reason: 'It was at work when it was exported; what came after is not in the capsule.',
    endedAt: record.endedAt ?? Math.round(record.createdAt + record.elapsedMs)
  }
}

/** Everything but run.json, by the paths in the folder of a run. */
function createFiles({ parts }: Capsule, runId: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (const [name, bytes] of parts) {
    const entry = capsuleEntries[name]
    if (!entry || name === 'run.json') continue
    files.set(entry.file, name === 'samples.bin' ? renumber(bytes, runId) : bytes)
  }
  return files
}

/** Sample predictions name their run, which has another id here when its own was taken. */
function renumber(bytes: Uint8Array, runId: string): Uint8Array {
  const batch = decodePredictionFile(bytes)
  return batch && batch.runId !== runId ? encodePredictionFile({ ...batch, runId }) : bytes
}
