/** What the query's tests share: runs that differ in what can be asked. */
import { NO_MARKS, type RunMarks, type RunRecord } from '../run'
import type { RunFacts } from '../run-facts'
import type { RunWithFacts } from './vocabulary'

type Changes = Partial<Omit<RunRecord, 'marks'>> & {
  readonly marks?: Partial<RunMarks>
  readonly facts?: Partial<RunFacts> | null
}

/** A finished run, unless `changes` say otherwise; `facts: null` while they are being computed. */
export function createTestRun(
  id: string,
  { marks, facts = {}, ...changes }: Changes = {}
): RunWithFacts {
  const record: RunRecord = {
    id,
    name: id,
    color: 0,
    state: 'finished',
    reason: null,
    origin: null,
    importedFrom: null,
    experimentName: 'lecture-cnn',
    datasetId: 'cifar10',
    createdAt: new Date(2026, 10, 25, 14, 30).getTime(),
    endedAt: null,
    epochs: 10,
    epochsDone: 10,
    stepsDone: 15_630,
    elapsedMs: 120_400,
    parameters: 558_186,
    seed: 1,
    notes: [],
    latest: {},
    test: null,
    ...changes,
    marks: { ...NO_MARKS, ...marks }
  }
  const none: RunFacts = { runId: id, config: {}, metrics: {}, msPerStep: null, device: null }
  return { record, facts: facts === null ? null : { ...none, ...facts } }
}
