/** All series of a run as one table: a line a step or an epoch. */
import { toCsvRow } from '../csv'
import { dataParts, metricKeys, seriesName, type MetricTable, type SeriesName } from '../metrics'
import type { RunContent } from './run-content'

/** Lines as RFC 4180 has them; empty where a series has no value. */
export function runToCsv({ record, tables }: RunContent): string {
  const series = dataParts
    .flatMap((part) => metricKeys.map((metric) => seriesName(part, metric)))
    .filter((name) => tables.some(({ columns }) => columns[name] !== undefined))
  const head = ['run', 'scope', 'step', 'elapsed_ms', ...series]
  const rows = tables.flatMap((table) => listRows(table, series))
  return [head, ...rows.map((row) => [record.name, ...row])]
    .map((row) => `${toCsvRow(row)}\r\n`)
    .join('')
}

function listRows(
  { scope, steps, elapsedMs, columns }: MetricTable,
  series: readonly SeriesName[]
): (string | number)[][] {
  return Array.from(steps, (step, row) => [
    scope,
    step,
    toCell(elapsedMs[row]),
    ...series.map((name) => toCell(columns[name]?.[row]))
  ])
}

/** NaN is no value: such a cell stays empty. */
function toCell(value: number | undefined): number | '' {
  return value === undefined || Number.isNaN(value) ? '' : value
}
