/** Joins MetricBatches into MetricTables: one table a scope, rows in the order of their steps. */
import { metricScopes, type MetricBatch, type MetricTable, type SeriesName } from './metrics'

/** All batches of one run as tables; scopes without a row are left out. */
export function mergeBatches(batches: readonly MetricBatch[]): MetricTable[] {
  return appendToTables([], batches)
}

/** New tables that hold the given ones and, after them, the batches. A column that a part lacks is NaN in its rows. */
export function appendToTables(
  tables: readonly MetricTable[],
  batches: readonly MetricBatch[]
): MetricTable[] {
  return metricScopes.flatMap((scope) => {
    const parts: MetricTable[] = [...tables, ...batches].filter(
      (part) => part.scope === scope && part.steps.length > 0
    )
    return parts.length === 0 ? [] : [joinParts(parts)]
  })
}

function joinParts(parts: readonly MetricTable[]): MetricTable {
  const [first] = parts
  if (first && parts.length === 1) {
    return {
      scope: first.scope,
      steps: first.steps,
      elapsedMs: first.elapsedMs,
      columns: first.columns
    }
  }
  const names = new Set(parts.flatMap((part) => Object.keys(part.columns) as SeriesName[]))
  const joined = (pick: (part: MetricTable) => Float64Array | undefined) => joinArrays(parts, pick)
  return {
    scope: first?.scope ?? 'step',
    steps: joined((part) => part.steps),
    elapsedMs: joined((part) => part.elapsedMs),
    columns: Object.fromEntries(
      [...names].map((name) => [name, joined((part) => part.columns[name])])
    )
  }
}

function joinArrays(
  parts: readonly MetricTable[],
  pick: (part: MetricTable) => Float64Array | undefined
): Float64Array {
  const rows = parts.reduce((total, part) => total + part.steps.length, 0)
  const all = new Float64Array(rows).fill(NaN)
  let offset = 0
  for (const part of parts) {
    const values = pick(part)
    if (values) all.set(values, offset)
    offset += part.steps.length
  }
  return all
}
