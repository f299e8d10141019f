/** Turns the columns of a run into the lines of a learning curve: raw, smoothed, per step or per epoch. */
import { metrics, seriesName, type DataPart, type MetricKey } from '@shared/metrics'
import type { RunMetrics, Series } from '../stores/run-metrics'
import { partStyles, type ChartDefinition } from './chart'
import { decimate, type Point } from './decimate'
import { createSmoother, type Smoother } from './smooth'

export interface CurveLine {
  readonly part: DataPart
  /** `raw` is the faint line behind a smoothed one. */
  readonly kind: 'line' | 'raw'
  readonly dash: readonly number[]
  /** Whether each value gets a mark of its own: few values, far apart. */
  readonly hasMarks: boolean
  readonly points: readonly Point[]
}

export interface CurveOptions {
  readonly scope: 'step' | 'epoch'
  /** Weight of the past, 0 .. 0.99; per-step training values only. */
  readonly smoothing: number
  /** Width of the plot in pixels. */
  readonly widthPx: number
}

/** Above this, marks would touch each other. */
const MOST_MARKS = 60

/** A running average changes little from one pixel to the next. */
const PIXELS_A_SMOOTH_POINT = 2

/** Computes lines from columns; keeps the running averages between two drawings. */
export interface CurveBuilder {
  build(run: RunMetrics, options: CurveOptions): CurveLine[]
}

export function createCurveBuilder({ metric, parts }: ChartDefinition): CurveBuilder {
  const smoothers = new WeakMap<Series, { weight: number; smoother: Smoother }>()

  return {
    build(run, { scope, smoothing, widthPx }) {
      if (scope === 'epoch') {
        return parts.flatMap((part) => toEpochLine(run, part, metric, widthPx))
      }
      return parts.flatMap((part) => {
        const steps = run.series('step', seriesName(part, metric))
        // Validation is computed once an epoch: its values stand at the epoch's last step.
        if (!steps) return toLine(run.series('epoch', seriesName(part, metric)), part, widthPx)
        return toStepLines(steps, part, { smoothing, widthPx })
      })
    }
  }

  function toStepLines(
    series: Series,
    part: DataPart,
    { smoothing, widthPx }: { smoothing: number; widthPx: number }
  ): CurveLine[] {
    if (smoothing === 0) return toLine(series, part, widthPx)
    const x = series.steps.view()
    const raw = series.values.view()
    const smooth = smootherOf(series, smoothing).extend(raw)
    const style = { part, hasMarks: false, dash: partStyles[part].dash }
    return [
      { ...style, kind: 'raw', points: decimate({ x, y: raw, columns: widthPx }) },
      {
        ...style,
        kind: 'line',
        points: decimate({ x, y: smooth, columns: widthPx / PIXELS_A_SMOOTH_POINT, keep: 'newest' })
      }
    ]
  }

  function smootherOf(series: Series, weight: number): Smoother {
    const known = smoothers.get(series)
    if (known?.weight === weight) return known.smoother
    const smoother = createSmoother(weight)
    smoothers.set(series, { weight, smoother })
    return smoother
  }
}

function toLine(series: Series | undefined, part: DataPart, widthPx: number): CurveLine[] {
  if (!series || series.values.length === 0) return []
  const points = decimate({ x: series.steps.view(), y: series.values.view(), columns: widthPx })
  return [
    {
      part,
      kind: 'line',
      dash: partStyles[part].dash,
      hasMarks: points.length <= MOST_MARKS,
      points
    }
  ]
}

function toEpochLine(
  run: RunMetrics,
  part: DataPart,
  metric: MetricKey,
  widthPx: number
): CurveLine[] {
  const series = run.series('epoch', seriesName(part, metric))
  if (!series || series.values.length === 0) return []
  const y = series.values.view()
  const x = Float64Array.from(y, (_, index) => index + 1)
  const points = decimate({ x, y, columns: widthPx })
  return [
    {
      part,
      kind: 'line',
      dash: partStyles[part].dash,
      hasMarks: points.length <= MOST_MARKS,
      points
    }
  ]
}

/** The newest value of a part, for the legend: the epoch's where the step has none. */
export function getNewestValue(
  run: RunMetrics,
  part: DataPart,
  metric: MetricKey,
  scope: 'step' | 'epoch'
): number | null {
  const name = seriesName(part, metric)
  const series = run.series(scope, name) ?? run.series('epoch', name)
  return series?.values.view().at(-1) ?? null
}

/** The least and largest value to show, with a little air, inside of what the metric can be. */
export function computeYRange(
  lines: readonly CurveLine[],
  metric: MetricKey
): { min: number; max: number } {
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite)
  const [floor, ceiling] = metrics[metric].range
  if (values.length === 0) return { min: floor, max: ceiling ?? 1 }
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  const air = Math.max((most - least) * 0.05, Math.abs(most) * 0.01, 1e-6)
  return {
    min: Math.max(floor, least - air),
    max: ceiling === null ? most + air : Math.min(ceiling, most + air)
  }
}
