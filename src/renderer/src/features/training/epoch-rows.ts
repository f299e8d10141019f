/** The epoch values of a run and of those it goes on from, as rows of a table, with the best of each column marked. */
import { formatDuration, formatMetric } from '@shared/format'
import { dataParts, metricKeys, metrics, seriesName, type SeriesName } from '@shared/metrics'
import { joinSeries, type JoinedSeries, type Lineage } from '../../charts/lineage'

export interface EpochColumn {
  readonly name: SeriesName
  readonly label: string
}

export interface EpochRow {
  /** From 1. */
  readonly epoch: number
  readonly step: number
  /** Training time to the end of this epoch, that of the runs before included. */
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

export function computeEpochTable(lineage: Lineage): EpochTable {
  const columns = dataParts.flatMap((part) =>
    metricKeys.flatMap((metric) => {
      const name = seriesName(part, metric)
      const joined = joinSeries(lineage, 'epoch', name)
      return joined ? [{ name, part, metric, joined, best: findBest(joined, metric) }] : []
    })
  )
  const places = findPlaces(columns.map(({ joined }) => joined))
  return {
    columns: columns.map(({ name, part, metric }) => ({
      name,
      label: `${part} ${metrics[metric].label.toLowerCase()}`
    })),
    rows: places.map(({ epoch, step, elapsedMs }) => ({
      epoch,
      step,
      elapsed: formatDuration(elapsedMs),
      cells: columns.map(({ name, metric, joined, best }) => {
        // A run that validates may go on from one that does not: rows are found by their epoch.
        const row = joined.epochs.indexOf(epoch)
        return {
          name,
          text: formatMetric(metric, joined.values[row]),
          isBest: row >= 0 && row === best && places.length > 1
        }
      })
    }))
  }
}

interface EpochPlace {
  readonly epoch: number
  readonly step: number
  readonly elapsedMs: number
}

/** Where each epoch ended, in their order, from all series together. */
function findPlaces(all: readonly JoinedSeries[]): EpochPlace[] {
  const places = new Map<number, EpochPlace>()
  for (const { parts, epochs, steps } of all) {
    // A run's clock begins with itself; the time of those before it counts, too.
    let elapsedBefore = 0
    for (const { series, start, end } of parts) {
      const elapsed = series.elapsedMs.view()
      for (let row = start; row < end; row++) {
        const epoch = epochs[row] ?? NaN
        const elapsedMs = elapsedBefore + (elapsed[row - start] ?? NaN)
        const known = places.get(epoch)
        if (known && known.elapsedMs >= elapsedMs) continue
        places.set(epoch, { epoch, step: steps[row] ?? NaN, elapsedMs })
      }
      elapsedBefore += elapsed[end - start - 1] ?? 0
    }
  }
  return [...places.values()].sort((a, b) => a.epoch - b.epoch)
}

/** The row of the best value; -1 when there is none. */
function findBest({ values }: JoinedSeries, metric: keyof typeof metrics): number {
  const sign = metrics[metric].better === 'higher' ? 1 : -1
  return values.reduce(
    (best, value, index) =>
      Number.isFinite(value) && (best < 0 || sign * value > sign * (values[best] ?? NaN))
        ? index
        : best,
    -1
  )
}
