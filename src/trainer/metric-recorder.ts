/** Collects the loop's rows into MetricBatches: first to the run's metrics.log, then to whoever listens. */
import { join } from 'node:path'
import { encodeMetricFrame, METRIC_LOG_HEADER } from '@shared/metric-log'
import { metricScopes, type MetricBatch, type MetricScope, type SeriesName } from '@shared/metrics'
import { openAppendOnlyFile, type AppendOnlyFile } from './append-only-file'

/** One row of one scope; `values` are the series that were computed at this step. */
export interface MetricRow {
  readonly step: number
  readonly elapsedMs: number
  readonly values: Readonly<Partial<Record<SeriesName, number>>>
}

/** A place in the metric log: so many bytes, which end with batch `seq`. */
export interface MetricPosition {
  readonly bytes: number
  readonly seq: number
}

export interface MetricRecorder {
  /** Takes rows in, in their order; those of one call are told together. */
  log(scope: MetricScope, ...rows: readonly MetricRow[]): void
  /** Number of the newest batch; 0 before the first. */
  getSeq(): number
  /** Why the log is behind; null when it is not. No row is lost meanwhile. */
  readonly problem: Error | null
  /** Writes what could not be written before, as far as that is possible now. */
  retry(): void
  /** Returns the place reached once all rows are on the disk. @throws the problem when the log is behind. */
  sync(): MetricPosition
  /** Writes what is left and syncs the file. */
  close(): void
}

/** Fast enough for a curve to look alive, rare enough that a thousand steps a second cost twenty messages. */
const FLUSH_EVERY_MS = 50
const MOST_ROWS = 256

/** Opens `metrics.log` in the run's folder. @throws naming the file when it cannot be made. */
export function createMetricRecorder({
  runId,
  folder,
  from,
  onBatch,
  onWillFlush = () => undefined,
  onBehind = () => undefined
}: {
  runId: string
  folder: string
  /** Where a resumed run goes on; what was recorded after it did not happen. */
  from?: MetricPosition | undefined
  onBatch: (batch: MetricBatch) => void
  /** Called before a flush by the clock alone: what waits elsewhere can still be logged. */
  onWillFlush?: () => void
  /** Called at each flush that leaves the log behind. */
  onBehind?: () => void
}): MetricRecorder {
  const log = openLog(join(folder, 'metrics.log'), from?.bytes)
  const pending: Record<MetricScope, MetricRow[]> = { step: [], epoch: [] }
  let seq = from?.seq ?? 0
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
    if (log.problem) onBehind()
  }

  function flushByClock(): void {
    onWillFlush()
    flush()
  }

  return {
    log(scope, ...rows) {
      pending[scope].push(...rows)
      // A step may block for longer than the timer; so the clock is read here too.
      const isDue = performance.now() - lastFlushAt >= FLUSH_EVERY_MS
      if (isDue || pending[scope].length >= MOST_ROWS) flush()
      else timer ??= setTimeout(flushByClock, FLUSH_EVERY_MS)
    },
    getSeq: () => seq,
    get problem() {
      return log.problem
    },
    retry: log.retry,
    sync() {
      flush()
      log.sync()
      return { bytes: log.getSize(), seq }
    },
    close() {
      try {
        flush()
        log.sync()
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

function openLog(path: string, keepBytes: number | undefined): AppendOnlyFile {
  const file = openAppendOnlyFile(path, { keepBytes })
  if (file.getSize() === 0) file.append(METRIC_LOG_HEADER)
  if (file.problem) throw file.problem
  return file
}
