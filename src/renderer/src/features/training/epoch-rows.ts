/** The epoch values of a run as rows of a table, with the best of each column marked. */
import { formatDuration, formatMetric } from '@shared/format'
import { dataParts, metricKeys, metrics, seriesName, type SeriesName } from '@shared/metrics'
import type { RunMetrics } from '../../stores/run-metrics'

export interface EpochColumn {
  readonly name: SeriesName
  readonly label: string
}

export interface EpochRow {
  /** From 1. */
  readonly epoch: number
  readonly step: number
  /** Training time from the start of the run to the end of this epoch. */
  readonly elapsed: string
  readonly cells: readonly {
    readonly name: SeriesName
    readonly text: string
    readonly isBest: boolean
  }[]
}

export interface EpochTable {
  readonly columns: readonly EpochColumn[]
  readonly rows: readonly EpochRow[]
}

export function computeEpochTable(run: RunMetrics): EpochTable {
  const columns = dataParts.flatMap((part) =>
    metricKeys.flatMap((metric) => {
      const name = seriesName(part, metric)
      const series = run.series('epoch', name)
      return series
        ? [{ name, part, metric, series, best: findBest(series.values.view(), metric) }]
        : []
    })
  )
  const longest = columns.reduce<(typeof columns)[number] | null>(
    (found, column) =>
      !found || column.series.values.length > found.series.values.length ? column : found,
    null
  )
  const steps = longest?.series.steps.view() ?? new Float64Array()
  const elapsedMs = longest?.series.elapsedMs.view() ?? new Float64Array()
  return {
    columns: columns.map(({ name, part, metric }) => ({
      name,
      label: `${part} ${metrics[metric].label.toLowerCase()}`
    })),
    rows: Array.from(steps, (step, index) => ({
      epoch: index + 1,
      step,
      elapsed: formatDuration(elapsedMs[index]),
      cells: columns.map(({ name, metric, series, best }) => ({
        name,
        text: formatMetric(metric, series.values.view()[index]),
        isBest: index === best && steps.length > 1
      }))
    }))
  }
}

/** The row of the best value; -1 when there is none. */
function findBest(values: Float64Array, metric: keyof typeof metrics): number {
  const sign = metrics[metric].better === 'higher' ? 1 : -1
  return values.reduce(
    (best, value, index) =>
      Number.isFinite(value) && (best < 0 || sign * value > sign * (values[best] ?? NaN))
        ? index
        : best,
    -1
  )
}
