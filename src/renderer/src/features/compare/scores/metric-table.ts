/** Every metric of every compared run: the last value, the best one, or that of a chosen epoch; and the test. */
import { formatCount, formatMetric } from '@shared/format'
import {
  dataParts,
  metricKeys,
  metrics,
  seriesName,
  type DataPart,
  type MetricKey
} from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import type { EpochSeries, EpochValues } from '../../../stores/epoch-values'
import { markExtremes, type ScoreLine, type ScoreTable, type ScoreValue } from './score-table'

/** Which value of a series counts. */
export type MetricMoment =
  | { readonly kind: 'last' }
  | { readonly kind: 'best' }
  | { readonly kind: 'epoch'; readonly epoch: number }

export interface MeasuredRun {
  readonly record: RunRecord
  /** Null while they are read. */
  readonly values: EpochValues | null
}

/** Lines that no run has a value for are left out. */
export function computeMetricTable(runs: readonly MeasuredRun[], moment: MetricMoment): ScoreTable {
  const tests = metricKeys.map((metric) => createTestLine(runs, metric))
  const parts = [...dataParts]
    .reverse()
    .filter((part) => part !== 'test')
    .flatMap((part) => metricKeys.map((metric) => createLine(runs, part, metric, moment)))
  return {
    columns: runs.map(({ record }) => ({
      key: record.id,
      label: record.name,
      color: record.color
    })),
    lines: [...tests, ...parts].filter(({ cells }) => cells.some(({ value }) => value !== ''))
  }
}

/** The last epoch that any of the runs has; 0 before there is one. */
export function findLastEpoch(runs: readonly MeasuredRun[]): number {
  const last = runs.map(({ values }) =>
    Math.max(0, ...[...(values?.values() ?? [])].map(({ epochs }) => epochs.at(-1) ?? 0))
  )
  return Math.max(0, ...last)
}

function createTestLine(runs: readonly MeasuredRun[], metric: MetricKey): ScoreLine {
  const values = runs.map(({ record: { test } }): ScoreValue => {
    const value = readTest(test, metric)
    const hint =
      test && value !== null ? `on ${formatCount(test.examples)} pictures, at the end` : null
    return { value, text: formatMetric(metric, value), hint }
  })
  const hint = 'Of the test part, with the last weights of the run.'
  return describeLine('test', metric, values, hint)
}

function readTest(test: RunRecord['test'], metric: MetricKey): number | null {
  if (!test) return null
  if (metric === 'loss' || metric === 'accuracy') return test[metric]
  return test.others?.[metric] ?? null
}

function createLine(
  runs: readonly MeasuredRun[],
  part: DataPart,
  metric: MetricKey,
  moment: MetricMoment
): ScoreLine {
  const values = runs.map(({ record, values }): ScoreValue => {
    const series = values?.get(seriesName(part, metric))
    const found = series ? findValue(series, metric, moment) : null
    // A run in its first epoch has the values of its steps alone.
    const latest = moment.kind === 'last' ? (record.latest[seriesName(part, metric)] ?? null) : null
    const value = found ? found.value : latest
    const hint = found ? `epoch ${found.epoch}` : null
    return { value, text: formatMetric(metric, value), hint }
  })
  return describeLine(part, metric, values, metrics[metric].help)
}

function describeLine(
  part: DataPart,
  metric: MetricKey,
  values: readonly ScoreValue[],
  hint: string
): ScoreLine {
  const { label, better } = metrics[metric]
  const name = /^[A-Z][a-z]/.test(label) ? label.toLowerCase() : label
  return {
    key: seriesName(part, metric),
    label: `${part} ${name}`,
    hint,
    cells: markExtremes(values, better)
  }
}

/** Null where the series has no such epoch. */
function findValue(
  { epochs, values }: EpochSeries,
  metric: MetricKey,
  moment: MetricMoment
): { value: number; epoch: number } | null {
  const row =
    moment.kind === 'last'
      ? values.length - 1
      : moment.kind === 'epoch'
        ? epochs.indexOf(moment.epoch)
        : findBest(values, metrics[metric].better)
  const [value, epoch] = [values[row], epochs[row]]
  return value === undefined || epoch === undefined ? null : { value, epoch }
}

/** The first of equals; -1 where there is no number. */
function findBest(values: Float64Array, better: 'higher' | 'lower'): number {
  const sign = better === 'higher' ? 1 : -1
  return values.reduce(
    (best, value, row) =>
      Number.isFinite(value) && (best < 0 || sign * value > sign * (values[best] ?? NaN))
        ? row
        : best,
    -1
  )
}
