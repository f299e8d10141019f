/** One series of a run out of its table: a row a step, and a NaN only where the value itself was none. */
import type { MetricTable, SeriesName } from './metrics'

export interface RecordedSeries {
  readonly steps: Float64Array
  readonly elapsedMs: Float64Array
  readonly values: Float64Array
}

/**
 * Null when nothing was recorded. In a table of epochs, training and validation of one epoch are two rows with NaN where
 * the other one's values are: such a filler is no value, and is told from a real NaN by the values of the same part.
 */
export function pickSeries(table: MetricTable | null, name: SeriesName): RecordedSeries | null {
  const values = table?.columns[name]
  if (!table || !values) return null
  if (table.scope === 'step') return { ...table, values }
  const part = name.slice(0, name.indexOf('/') + 1)
  const siblings = (Object.keys(table.columns) as SeriesName[])
    .filter((other) => other.startsWith(part))
    .map((other) => table.columns[other])
  const rows = Float64Array.from(values.keys()).filter((row) =>
    siblings.some((sibling) => !Number.isNaN(sibling?.[row] ?? NaN))
  )
  const last = rows.filter((row, index) => table.steps[row] !== table.steps[rows[index + 1] ?? -1])
  return last.length === 0
    ? null
    : {
        steps: last.map((row) => table.steps[row] ?? NaN),
        elapsedMs: last.map((row) => table.elapsedMs[row] ?? NaN),
        values: last.map((row) => values[row] ?? NaN)
      }
}
