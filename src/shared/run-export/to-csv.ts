/** All series of a run as one table: a line a step or an epoch. */
import { toCsvCell } from '../csv'
import { dataParts, metricKeys, seriesName, type MetricTable, type SeriesName } from '../metrics'
import type { RunContent } from './run-content'

/** Lines as RFC 4180 has them; empty where a series has no value. */
export function runToCsv({ record, tables }: RunContent): string {
  const series = dataParts
    .flatMap((part) => metricKeys.map((metric) => seriesName(part, metric)))
    .filter((name) => tables.some(({ columns }) => columns[name] !== undefined))
  const head = ['run', 'scope', 'step', 'elapsed_ms', ...series]
  const name = toCsvCell(record.name)
  const rows = tables.flatMap((table) => listRows(table, series).map((row) => `${name},${row}`))
  return [head.map(toCsvCell).join(','), ...rows, ''].join('\r\n')
}

function listRows(
  { scope, steps, elapsedMs, columns }: MetricTable,
  series: readonly SeriesName[]
) {
  return Array.from(steps, (step, row) =>
    [
      scope,
      step,
      formatNumber(elapsedMs[row]),
      ...series.map((name) => formatNumber(columns[name]?.[row]))
    ].join(',')
  )
}

/** NaN is no value: such a cell stays empty. */
function formatNumber(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value)
}
