/** The index over the run folders: a SQLite database that can be lost at any time and made again from them. */
import { renameSync, existsSync } from 'node:fs'
import { runRecordSchema, type RunRecord } from '@shared/run'
import type { MetricScope, MetricTable } from '@shared/metrics'
import type { RunFacts } from '@shared/run-facts'
import { Connection, isDamage, type SqlRow } from './connection'
import { putFacts, readFacts, removeFacts, type KeptFacts } from './facts-index'
import type { ColumnName, MetricChunk } from './metric-buffer'
import { putChunks, readColumns, readTables, removeChunks } from './metric-index'
import { migrate, refuseNewerSchema } from './migrations'
import { runOwnerSchema, type RunOwner } from './process-owner'

/** A run as the index knows it. */
export interface IndexedRun {
  readonly record: RunRecord
  /** The process that trains it, or did. */
  readonly owner: RunOwner | null
  /** The newest batch of metrics that the index holds. */
  readonly metricSeq: number
}

/** Opens the index; a damaged one is moved aside and an empty one made. @throws UserError for a newer schema. */
export function openRunIndex(file: string): { index: RunIndex; problem: string | null } {
  try {
    return { index: new RunIndex(file), problem: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { problem: moveDamagedAside(file), index: new RunIndex(file) }
  }
}

/** Renames a damaged database with its companions; returns the sentence that says so. */
export function moveDamagedAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  return `The index of runs was damaged. It is kept as ${aside}, and a new one was made from the run folders.`
}

export class RunIndex {
  readonly #connection: Connection
  readonly #rows = new RowReader()

  constructor(file: string) {
    this.#connection = new Connection(file)
    try {
      refuseNewerSchema(this.#connection, file)
      // A crash of the application loses nothing; a power cut may lose the last second of the index, not of a run.
      this.#connection.execute('PRAGMA journal_mode = WAL')
      this.#connection.execute('PRAGMA synchronous = NORMAL')
      migrate(this.#connection)
    } catch (error) {
      this.#connection.close()
      throw error
    }
  }

  /** All runs, newest first. A row that cannot be read is left out: its folder brings it back. */
  list(): IndexedRun[] {
    const rows = this.#connection.all(
      'SELECT id, record, owner, metric_seq FROM runs ORDER BY id DESC'
    )
    return rows.flatMap((row) => this.#rows.read(row) ?? [])
  }

  get(runId: string): IndexedRun | null {
    const [row] = this.#connection.all(
      'SELECT id, record, owner, metric_seq FROM runs WHERE id = ?',
      [runId]
    )
    return row ? this.#rows.read(row) : null
  }

  put({ record, owner, metricSeq }: IndexedRun): void {
    this.#connection.run(
      'INSERT OR REPLACE INTO runs (id, record, owner, metric_seq) VALUES (?, ?, ?, ?)',
      [record.id, JSON.stringify(record), owner && JSON.stringify(owner), metricSeq]
    )
  }

  /** Stores a run and chunks of its metrics; with `replace` all else that was made from its metrics goes. Belongs in a transaction. */
  putWithChunks(
    run: IndexedRun,
    chunks: readonly MetricChunk[],
    { replace = false }: { replace?: boolean } = {}
  ): void {
    if (replace) this.#removeMetrics(run.record.id)
    putChunks(this.#connection, run.record.id, chunks)
    this.put(run)
  }

  /** Null when what is stored cannot be trusted. */
  readTables(runId: string): MetricTable[] | null {
    return readTables(this.#connection, runId)
  }

  /** Some columns of one scope; null when what is stored cannot be trusted. */
  readColumns(runId: string, scope: MetricScope, names: readonly ColumnName[]): MetricTable | null {
    return readColumns(this.#connection, runId, scope, names)
  }

  /** Null when there is no such run. */
  getFacts(runId: string): KeptFacts | null {
    return readFacts(this.#connection, runId)
  }

  putFacts(facts: RunFacts, metricSeq: number): void {
    putFacts(this.#connection, facts, metricSeq)
  }

  remove(runId: string): void {
    this.inTransaction(() => {
      this.#removeMetrics(runId)
      this.#connection.run('DELETE FROM runs WHERE id = ?', [runId])
      this.#rows.forget(runId)
    })
  }

  inTransaction<T>(work: () => T): T {
    return this.#connection.inTransaction(work)
  }

  /** Differs from the last answer when another process has written in between. */
  getDataVersion(): number {
    return this.#connection.getDataVersion()
  }

  close(): void {
    this.#connection.close()
  }

  #removeMetrics(runId: string): void {
    removeChunks(this.#connection, runId)
    removeFacts(this.#connection, runId)
  }
}

/** What a row says, parsed once: thousands of runs are listed while one of them is trained. */
class RowReader {
  readonly #known = new Map<string, Pick<IndexedRun, 'record' | 'owner'> & { text: string }>()

  /** The same record as before, to the identity, while the row says the same. Null when it cannot be read. */
  read(row: SqlRow): IndexedRun | null {
    const text = `${row.record as string}\n${row.owner as string | null}`
    const known = this.#known.get(row.id as string)
    const run = known?.text === text ? known : parseRow(row)
    if (!run) return null
    const { record, owner } = run
    if (run !== known) this.#known.set(row.id as string, { record, owner, text })
    return { record, owner, metricSeq: row.metric_seq as number }
  }

  forget(runId: string): void {
    this.#known.delete(runId)
  }
}

function parseRow({ record, owner }: SqlRow): Pick<IndexedRun, 'record' | 'owner'> | null {
  try {
    return {
      record: runRecordSchema.parse(JSON.parse(record as string)),
      owner: owner === null ? null : runOwnerSchema.parse(JSON.parse(owner as string))
    }
  } catch {
    return null
  }
}
