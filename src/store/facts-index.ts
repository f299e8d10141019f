/** RunFacts, in the database: kept as text, good as long as the run has no newer metrics. */
import { runFactsSchema, type RunFacts } from '@shared/run-facts'
import type { Connection } from './connection'

/** Raised when the same run would give other facts: what an older Receptive has kept is then computed anew. */
const FACTS_VERSION = 1

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
    ? { metricSeq: row.metric_seq as number, facts: parseFacts(row.facts as string | null) }
    : null
}

export function putFacts(connection: Connection, facts: RunFacts, metricSeq: number): void {
  connection.run('INSERT OR REPLACE INTO run_facts (run_id, metric_seq, facts) VALUES (?, ?, ?)', [
    facts.runId,
    metricSeq,
    JSON.stringify({ version: FACTS_VERSION, facts }, writeNumber)
  ])
}

export function removeFacts(connection: Connection, runId: string): void {
  connection.run('DELETE FROM run_facts WHERE run_id = ?', [runId])
}

function parseFacts(text: string | null): RunFacts | null {
  if (text === null) return null
  try {
    const { version, facts } = JSON.parse(text, readNumber) as { version: unknown; facts: unknown }
    return version === FACTS_VERSION ? (runFactsSchema.safeParse(facts).data ?? null) : null
  } catch {
    return null
  }
}

/** JSON has no infinity; only `last` of a metric can be one. */
const infinities: Readonly<Record<string, number>> = { Infinity, '-Infinity': -Infinity }

function writeNumber(key: string, value: unknown): unknown {
  return key === 'last' && typeof value === 'number' && !Number.isFinite(value)
    ? String(value)
    : value
}

function readNumber(key: string, value: unknown): unknown {
  return key === 'last' && typeof value === 'string' ? (infinities[value] ?? value) : value
}
