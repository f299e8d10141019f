/** RunFacts, in the database: kept as text, good as long as the run has no newer metrics. */
import type { RunFacts } from '@shared/run-facts'
import type { Connection } from './connection'

/** Raised when the same run would give other facts: what an older Receptive has kept is then computed anew. */
const FACTS_VERSION = 2

/** What is kept of a run, beside the newest batch of metrics that the run has. */
export interface KeptFacts {
  readonly metricSeq: number
  /** Null when nothing is kept, or it is older than the run or damaged. */
  readonly facts: RunFacts | null
}

/** Null when there is no such run. */
export function readFacts(connection: Connection, runId: string): KeptFacts | null {
  const [row] = connection.all(
    `SELECT runs.metric_seq, run_facts.facts FROM runs
     LEFT JOIN run_facts ON run_id = id AND run_facts.metric_seq = runs.metric_seq WHERE id = ?`,
    [runId]
  )
  return row
    ? { metricSeq: row.metric_seq as number, facts: parseFacts(runId, row.facts as string | null) }
    : null
}

export function putFacts(connection: Connection, facts: RunFacts, metricSeq: number): void {
  connection.run('INSERT OR REPLACE INTO run_facts (run_id, metric_seq, facts) VALUES (?, ?, ?)', [
    facts.runId,
    metricSeq,
    JSON.stringify({ version: FACTS_VERSION, facts })
  ])
}

export function removeFacts(connection: Connection, runId: string): void {
  connection.run('DELETE FROM run_facts WHERE run_id = ?', [runId])
}

function parseFacts(runId: string, text: string | null): RunFacts | null {
  if (text === null) return null
  try {
    const kept = JSON.parse(text) as { version: unknown; facts: RunFacts }
    return kept.version === FACTS_VERSION && isFacts(kept.facts, runId) ? restore(kept.facts) : null
  } catch {
    return null
  }
}

/** As the schema has it, a tenth of its time: a thousand are read whenever the list of runs is opened. */
function isFacts(
  { config, metrics, msPerStep, device, ...rest }: RunFacts,
  runId: string
): boolean {
  const isPlain = (value: unknown) => value === null || typeof value !== 'object'
  const isNumber = (value: unknown) => value === null || typeof value === 'number'
  return (
    rest.runId === runId &&
    isNumber(msPerStep) &&
    (device === null || typeof device === 'string') &&
    Object.values(config).every(isPlain) &&
    Object.values(metrics).every(
      ({ best, bestStep, bestEpoch, last, lastStep }) =>
        typeof best === 'number' &&
        typeof bestStep === 'number' &&
        typeof lastStep === 'number' &&
        isNumber(bestEpoch) &&
        isNumber(last)
    )
  )
}

/** JSON has null in place of what is infinite. */
function restore(facts: RunFacts): RunFacts {
  for (const summary of Object.values(facts.metrics)) summary.last ??= Infinity
  return facts
}
