/** MetricBatch, in the database: chunks of columns in, MetricTables out. */
import { metricScopes, type MetricScope, type MetricTable, type SeriesName } from '@shared/metrics'
import type { Connection, SqlRow } from './connection'
import { CHUNK_ROWS, type ColumnName, type MetricChunk } from './metric-buffer'

/** Stores chunks, replacing those of the same place. Belongs in a transaction. */
export function putChunks(
  connection: Connection,
  runId: string,
  chunks: readonly MetricChunk[]
): void {
  for (const { scope, series, chunk, data } of chunks) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    connection.run(
      'INSERT OR REPLACE INTO metric_chunks (run_id, scope, series, chunk, data) VALUES (?, ?, ?, ?, ?)',
      [runId, scope, series, chunk, bytes]
    )
  }
}

export function removeChunks(connection: Connection, runId: string): void {
  connection.run('DELETE FROM metric_chunks WHERE run_id = ?', [runId])
}

/** The tables of a run, as mergeBatches would make them; null when chunks are missing or cut. */
export function readTables(connection: Connection, runId: string): MetricTable[] | null {
  const tables: MetricTable[] = []
  for (const scope of metricScopes) {
    const rows = connection.all(
      'SELECT series, chunk, data FROM metric_chunks WHERE run_id = ? AND scope = ? ORDER BY series, chunk',
      [runId, scope]
    )
    const table = joinChunks(scope, rows)
    if (table === null) return null
    if (table.steps.length > 0) tables.push(table)
  }
  return tables
}

/** As readTables, of one scope and of these columns alone; columns that were not recorded are absent. */
export function readColumns(
  connection: Connection,
  runId: string,
  scope: MetricScope,
  names: readonly ColumnName[]
): MetricTable | null {
  const wanted = [...new Set<ColumnName>(['steps', ...names])]
  const rows = connection.all(
    `SELECT series, chunk, data FROM metric_chunks WHERE run_id = ? AND scope = ? AND series IN (${wanted.map(() => '?').join(', ')}) ORDER BY series, chunk`,
    [runId, scope, ...wanted]
  )
  return joinChunks(scope, rows)
}

function joinChunks(scope: MetricScope, rows: readonly SqlRow[]): MetricTable | null {
  const steps = rows.filter(({ series }) => series === 'steps')
  const rowCount = steps.reduce(
    (total, { data }) => total + (data as ArrayBuffer).byteLength / 8,
    0
  )
  const isWhole = steps.every(({ chunk, data }, index) => {
    const isLast = index === steps.length - 1
    const { byteLength } = data as ArrayBuffer
    return chunk === index && (isLast ? byteLength % 8 === 0 : byteLength === CHUNK_ROWS * 8)
  })
  if (!isWhole) return null
  const valueCounts = new Map<ColumnName, number>()
  for (const { series, data } of rows) {
    const name = series as ColumnName
    const { byteLength } = data as ArrayBuffer
    valueCounts.set(name, (valueCounts.get(name) ?? 0) + byteLength / 8)
  }
  // A series that began late has gaps; most have none, and need not be filled twice.
  const create = (name: ColumnName): Float64Array =>
    valueCounts.get(name) === rowCount
      ? new Float64Array(rowCount)
      : new Float64Array(rowCount).fill(NaN)
  const columns = new Map<ColumnName, Float64Array>()
  for (const { series, chunk, data } of rows) {
    const name = series as ColumnName
    const column = columns.get(name) ?? create(name)
    const offset = (chunk as number) * CHUNK_ROWS
    const { byteLength } = data as ArrayBuffer
    if (byteLength % 8 !== 0 || offset + byteLength / 8 > rowCount) return null
    column.set(new Float64Array(data as ArrayBuffer), offset)
    columns.set(name, column)
  }
  const { steps: stepValues, elapsedMs, ...series } = Object.fromEntries(columns)
  return {
    scope,
    steps: stepValues ?? new Float64Array(),
    elapsedMs: elapsedMs ?? new Float64Array(rowCount).fill(NaN),
    columns: series as Partial<Record<SeriesName, Float64Array>>
  }
}
