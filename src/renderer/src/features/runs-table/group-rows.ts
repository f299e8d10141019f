/** Runs that share a value of a column, and what their numbers are on average. */
import type { CellValue, Column, RunRow } from './columns'
import { compareCells } from './sort-rows'

/** Mean and spread of one column over the runs of a group that have a number there. */
export interface GroupStatistic {
  readonly count: number
  readonly mean: number
  /** Of a sample (divided by count - 1); null for a single run. */
  readonly deviation: number | null
}

export interface RunGroup {
  /** Tells it from the other groups; the same after each change. */
  readonly id: string
  /** The value that its runs share. */
  readonly value: CellValue
  readonly rows: readonly RunRow[]
}

/** The groups in the order of their values; the runs of each in the order in which they came. */
export function groupRows(rows: readonly RunRow[], column: Column): RunGroup[] {
  const groups = new Map<string, { id: string; value: CellValue; rows: RunRow[] }>()
  for (const row of rows) {
    const value = column.value(row.record, row.facts)
    const id = `${typeof value}:${String(value)}`
    const group = groups.get(id)
    if (group) group.rows.push(row)
    else groups.set(id, { id, value, rows: [row] })
  }
  return [...groups.values()].sort((a, b) => compareCells(a.value, b.value))
}

/** Null when no run of the group has a finite number there. */
export function summarize(rows: readonly RunRow[], column: Column): GroupStatistic | null {
  const values = rows.flatMap(({ record, facts }) => {
    const value = column.value(record, facts)
    return typeof value === 'number' && Number.isFinite(value) ? [value] : []
  })
  const count = values.length
  if (count === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count === 1) return { count, mean, deviation: null }
  // Around the mean, not by the sum of squares: that loses all digits where the values are close.
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { count, mean, deviation: Math.sqrt(squares / (count - 1)) }
}
