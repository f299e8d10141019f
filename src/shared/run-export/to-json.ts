/** A run as one JSON document, for scripts. */
import type { MetricTable } from '../metrics'
import type { RunContent } from './run-content'

/** Values that JSON has not: null for none, words for the infinite ones. */
export function runToJson({ record, experiment, environment, events, tables }: RunContent): string {
  const document = {
    format: 'receptive-run',
    version: 1,
    record,
    experiment,
    environment,
    events,
    series: tables.map(toPlainTable)
  }
  return `${JSON.stringify(document, null, 1)}\n`
}

function toPlainTable({ scope, steps, elapsedMs, columns }: MetricTable) {
  return {
    scope,
    steps: [...steps],
    elapsedMs: [...elapsedMs],
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Array.from(values, toJsonNumber)])
    )
  }
}

function toJsonNumber(value: number): number | string | null {
  if (Number.isNaN(value)) return null
  return Number.isFinite(value) ? value : String(value)
}
