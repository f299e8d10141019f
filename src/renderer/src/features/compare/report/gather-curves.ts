/** The curves of a report: a chart for each series that a run has, an epoch a point where there are epochs, else a step. */
import {
  dataParts,
  metricKeys,
  metrics,
  seriesName,
  type RunHistory,
  type SeriesName
} from '@shared/metrics'
import type { ReportChart, ReportLine } from '@shared/report/report'
import { decimate, type Point } from '@shared/curves/decimate'
import { createRunMetrics, type RunMetrics } from '../../../stores/run-metrics'

/** Pixel columns a curve is thinned to; with many runs a file of many megabytes helps nobody. */
const COLUMNS = 600
const COLUMNS_OF_MANY = 200
const MANY_RUNS = 20

export interface Curves {
  /** Takes the curves of one run out of its history, which can then be forgotten. */
  add(run: number, history: RunHistory): void
  list(): ReportChart[]
}

const partLabels = { train: 'Training', validation: 'Validation', test: 'Test' } as const
/** Validation first: it is what runs are judged by. */
const parts = [...dataParts].sort((a, b) => Number(b === 'validation') - Number(a === 'validation'))

export function createCurves(runCount: number): Curves {
  const columns = runCount > MANY_RUNS ? COLUMNS_OF_MANY : COLUMNS
  const names = parts.flatMap((part) => metricKeys.map((metric) => ({ part, metric })))
  const lines = new Map<SeriesName, ReportLine[]>()
  return {
    add(run, history) {
      const values = createRunMetrics(history.runId)
      values.join(history)
      for (const { part, metric } of names) {
        const name = seriesName(part, metric)
        const points = thin(values, name, columns)
        if (points.length > 0) lines.set(name, [...(lines.get(name) ?? []), { run, points }])
      }
    },
    list: () =>
      names.flatMap(({ part, metric }) => {
        const drawn = lines.get(seriesName(part, metric))
        const title = `${partLabels[part]} ${withoutCapital(metrics[metric].label)}`
        return drawn ? [{ title, xLabel: 'training step', lines: drawn }] : []
      })
  }
}

function thin(run: RunMetrics, name: SeriesName, columns: number): Point[] {
  const series = run.series('epoch', name) ?? run.series('step', name)
  return series ? decimate({ x: series.steps.view(), y: series.values.view(), columns }) : []
}

/** Names such as F1 and AUC keep their capitals. */
const withoutCapital = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
