/** All metric values of one run in growing columns, joined from its history and its live MetricBatches. */
import { shallowRef, type ShallowRef } from 'vue'
import type { MetricBatch, MetricScope, MetricTable, RunHistory, SeriesName } from '@shared/metrics'
import { createGrowingColumn, type GrowingColumn } from '@shared/growing-column'

/** One series of one scope, in the order of its steps. */
export interface Series {
  /** Global steps, from 1. */
  readonly steps: GrowingColumn
  readonly elapsedMs: GrowingColumn
  /** NaN where the value was not a number. */
  readonly values: GrowingColumn
}

export interface RunMetrics {
  readonly runId: string
  /** Changes whenever values were added: all the reactivity there is. */
  readonly version: Readonly<ShallowRef<number>>
  /** The newest batch that is in the columns, with all before it. */
  readonly seq: number
  /** The newest batch known to exist. Larger than `seq` while some are missing. */
  readonly newestSeq: number
  series(scope: MetricScope, name: SeriesName): Series | undefined
  /** Takes in a live batch; keeps it aside when batches before it are missing. */
  take(batch: MetricBatch): void
  /** Puts the stored history in place of what is here, unless what is here is newer, and adds the batches kept aside. */
  join(history: RunHistory): void
  /** Notes that a batch of this number exists. */
  expect(seq: number): void
}

export function createRunMetrics(runId: string): RunMetrics {
  const version = shallowRef(0)
  let columns = new Map<string, Series>()
  let seq = 0
  let newestSeq = 0
  let waiting = new Map<number, MetricBatch>()

  function drain(): void {
    for (let next = waiting.get(seq + 1); next; next = waiting.get(seq + 1)) {
      append(columns, next)
      seq = next.seq
    }
    waiting = new Map([...waiting].filter(([waitingSeq]) => waitingSeq > seq))
    version.value++
  }

  return {
    runId,
    version,
    get seq() {
      return seq
    },
    get newestSeq() {
      return newestSeq
    },
    series: (scope, name) => columns.get(`${scope}:${name}`),
    take(batch) {
      newestSeq = Math.max(newestSeq, batch.seq)
      if (batch.seq <= seq) return
      waiting.set(batch.seq, batch)
      if (batch.seq === seq + 1) drain()
    },
    join(history) {
      newestSeq = Math.max(newestSeq, history.seq)
      if (history.seq > seq || (history.seq === seq && version.value === 0)) {
        columns = new Map()
        for (const table of history.tables) append(columns, table)
        seq = history.seq
      }
      drain()
    },
    expect(expectedSeq) {
      newestSeq = Math.max(newestSeq, expectedSeq)
    }
  }
}

/**
 * Adds rows, each series to its own columns. Two rows of one step are one value: a table may hold training and
 * validation of an epoch in two rows, with NaN where the other one's values are.
 */
function append(
  columns: Map<string, Series>,
  { scope, steps, elapsedMs, columns: added }: MetricTable
): void {
  for (const [name, values] of Object.entries(added)) {
    if (!values) continue
    const key = `${scope}:${name}`
    const series = columns.get(key) ?? createSeries()
    columns.set(key, series)
    for (let row = 0; row < steps.length; row++) {
      const step = steps[row] ?? NaN
      const value = values[row] ?? NaN
      const isSameStep = series.steps.length > 0 && series.steps.view().at(-1) === step
      if (!isSameStep) {
        series.steps.push(step)
        series.elapsedMs.push(elapsedMs[row] ?? NaN)
        series.values.push(value)
      } else if (!Number.isNaN(value)) {
        series.values.replaceLast(value)
      }
    }
  }
}

function createSeries(): Series {
  return {
    steps: createGrowingColumn(),
    elapsedMs: createGrowingColumn(),
    values: createGrowingColumn()
  }
}
