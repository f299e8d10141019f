/** MetricBatch, between main and the index: collects rows into chunks of columns that are stored as blobs. */
import { metricScopes, type MetricBatch, type MetricScope, type SeriesName } from '@shared/metrics'

/** Rows of a full chunk: 8 KB a column, enough that a million points are a thousand rows of the database. */
export const CHUNK_ROWS = 1000

export type ColumnName = SeriesName | 'steps' | 'elapsedMs'

/** One column of one chunk. All columns of a chunk have the same number of rows; an absent column is NaN throughout. */
export interface MetricChunk {
  readonly scope: MetricScope
  readonly series: ColumnName
  /** Counts the chunks of a scope from 0; all but the last have CHUNK_ROWS rows. */
  readonly chunk: number
  readonly data: Float64Array
}

/** The rows of one run that are not yet stored, and what is needed to go on from them. */
export class MetricBuffer {
  /** The number of the newest batch taken in. */
  seq = 0
  /** Epochs whose training loss has arrived. */
  epochsDone = 0
  readonly #scopes = new Map(metricScopes.map((scope) => [scope, new ScopeBuffer(scope)]))

  append(batch: MetricBatch): void {
    this.seq = batch.seq
    if (batch.scope === 'epoch') this.epochsDone += countNumbers(batch.columns['train/loss'])
    this.#scopes.get(batch.scope)?.append(batch)
  }

  /** What has changed since markStored: full chunks once, the open one again each time it has grown. */
  getUnstored(): MetricChunk[] {
    return [...this.#scopes.values()].flatMap((scope) => scope.getUnstored())
  }

  markStored(): void {
    for (const scope of this.#scopes.values()) scope.markStored()
  }
}

class ScopeBuffer {
  readonly #scope: MetricScope
  #full: MetricChunk[] = []
  #columns = new Map<ColumnName, Float64Array>()
  #chunk = 0
  #rows = 0
  #isDirty = false

  constructor(scope: MetricScope) {
    this.#scope = scope
  }

  append({ steps, elapsedMs, columns }: MetricBatch): void {
    const all = Object.entries({ steps, elapsedMs, ...columns }) as [ColumnName, Float64Array][]
    for (let from = 0; from < steps.length;) {
      if (this.#rows === CHUNK_ROWS) this.#beginChunk()
      const count = Math.min(CHUNK_ROWS - this.#rows, steps.length - from)
      for (const [name, values] of all) {
        this.#getColumn(name).set(values.subarray(from, from + count), this.#rows)
      }
      this.#rows += count
      from += count
      this.#isDirty = true
    }
  }

  getUnstored(): MetricChunk[] {
    return this.#isDirty ? [...this.#full, ...this.#getOpenChunk()] : this.#full
  }

  markStored(): void {
    this.#full = []
    this.#isDirty = false
  }

  #beginChunk(): void {
    if (this.#isDirty) this.#full.push(...this.#getOpenChunk())
    this.#columns = new Map()
    this.#chunk++
    this.#rows = 0
    this.#isDirty = false
  }

  #getOpenChunk(): MetricChunk[] {
    return [...this.#columns].map(([series, values]) => ({
      scope: this.#scope,
      series,
      chunk: this.#chunk,
      data: values.subarray(0, this.#rows)
    }))
  }

  #getColumn(name: ColumnName): Float64Array {
    const known = this.#columns.get(name)
    if (known) return known
    const column = new Float64Array(CHUNK_ROWS).fill(NaN)
    this.#columns.set(name, column)
    return column
  }
}

function countNumbers(values: Float64Array | undefined): number {
  return values?.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) ?? 0
}
