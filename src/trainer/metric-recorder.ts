/** Collects the loop's rows into MetricBatches: first to the run's metrics.log, then to whoever listens. */
import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeMetricFrame, METRIC_LOG_HEADER } from '@shared/metric-log'
import { metricScopes, type MetricBatch, type MetricScope, type SeriesName } from '@shared/metrics'

/** One row of one scope; `values` are the series that were computed at this step. */
export interface MetricRow {
  readonly step: number
  readonly elapsedMs: number
  readonly values: Readonly<Partial<Record<SeriesName, number>>>
}

export interface MetricRecorder {
  log(scope: MetricScope, row: MetricRow): void
  /** Number of the newest batch; 0 before the first. */
  getSeq(): number
  /** Writes what is left and syncs the file. */
  close(): void
}

/** Fast enough for a curve to look alive, rare enough that a thousand steps a second cost twenty messages. */
const FLUSH_EVERY_MS = 50
const MOST_ROWS = 256

/** Opens `metrics.log` in the run's folder. What cannot be written throws, naming the file. */
export function createMetricRecorder({
  runId,
  folder,
  onBatch
}: {
  runId: string
  folder: string
  onBatch: (batch: MetricBatch) => void
}): MetricRecorder {
  const log = openLog(join(folder, 'metrics.log'))
  const pending: Record<MetricScope, MetricRow[]> = { step: [], epoch: [] }
  let seq = 0
  let lastFlushAt = -Infinity
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    lastFlushAt = performance.now()
    for (const scope of metricScopes) {
      const rows = pending[scope]
      pending[scope] = []
      for (const alike of splitByColumns(rows)) {
        const batch = createBatch({ runId, seq: ++seq, scope, rows: alike })
        log.append(encodeMetricFrame(batch))
        onBatch(batch)
      }
    }
  }

  return {
    log(scope, row) {
      pending[scope].push(row)
      // A step may block for longer than the timer; so the clock is read here too.
      const isDue = performance.now() - lastFlushAt >= FLUSH_EVERY_MS
      if (isDue || pending[scope].length >= MOST_ROWS) flush()
      else timer ??= setTimeout(flush, FLUSH_EVERY_MS)
    },
    getSeq: () => seq,
    close() {
      try {
        flush()
      } finally {
        log.close()
      }
    }
  }
}

/** A batch has the same columns in all of its rows. */
function splitByColumns(rows: readonly MetricRow[]): MetricRow[][] {
  const groups: MetricRow[][] = []
  for (const row of rows) {
    const group = groups.at(-1)
    const previous = group?.[0]
    const isAlike = previous && columnsOf(previous).join() === columnsOf(row).join()
    if (isAlike) group?.push(row)
    else groups.push([row])
  }
  return groups
}

function columnsOf(row: MetricRow): SeriesName[] {
  return Object.keys(row.values) as SeriesName[]
}

function createBatch({
  runId,
  seq,
  scope,
  rows
}: {
  runId: string
  seq: number
  scope: MetricScope
  rows: readonly MetricRow[]
}): MetricBatch {
  const names = rows[0] ? columnsOf(rows[0]) : []
  return {
    runId,
    seq,
    scope,
    steps: Float64Array.from(rows, (row) => row.step),
    elapsedMs: Float64Array.from(rows, (row) => row.elapsedMs),
    columns: Object.fromEntries(
      names.map((name) => [name, Float64Array.from(rows, (row) => row.values[name] ?? NaN)])
    )
  }
}

function openLog(path: string): { append(bytes: Uint8Array): void; close(): void } {
  const file = naming(path, () => openSync(path, 'a'))
  const append = (bytes: Uint8Array) =>
    naming(path, () => {
      let written = 0
      while (written < bytes.length) written += writeSync(file, bytes, written)
    })
  if (fstatSync(file).size === 0) append(METRIC_LOG_HEADER)
  return {
    append,
    close() {
      try {
        naming(path, () => fsyncSync(file))
      } finally {
        closeSync(file)
      }
    }
  }
}

/** "metrics.log could not be written: no space left on device" says more than the code alone. */
function naming<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new Error(`${path} could not be written: ${(error as Error).message}`, { cause: error })
  }
}
