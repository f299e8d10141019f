/** Turns the columns of a run into the lines of a learning curve: raw, smoothed, per step or per epoch. */
import { metrics, seriesName, type DataPart, type MetricKey } from '@shared/metrics'
import type { Series } from '../stores/run-metrics'
import { partStyles, type ChartDefinition } from './chart'
import { decimate, type DecimateOptions, type Point } from '@shared/curves/decimate'
import { joinSeries, type JoinedSeries, type Lineage } from './lineage'
import { createSmoother, type Smoother } from '@shared/curves/smooth'

export interface CurveLine {
  readonly part: DataPart
  /** `raw` is the faint line behind a smoothed one. */
  readonly kind: 'line' | 'raw'
  readonly dash: readonly number[]
  /** Whether each value gets a mark of its own: few values, far apart. */
  readonly hasMarks: boolean
  readonly colorSlot: number
  /** Drawn fainter: it belongs to a run that the shown one goes on from. */
  readonly isInherited: boolean
  /** Whether the first point is the last one of the line before, so that the two meet. */
  readonly hasJoint: boolean
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
  build(lineage: Lineage, options: CurveOptions): CurveLine[]
}

export function createCurveBuilder({ metric, parts }: ChartDefinition): CurveBuilder {
  const smoothers = new WeakMap<Series, { key: string; smoother: Smoother }>()

  return {
    build(lineage, { scope, smoothing, widthPx }) {
      return parts.flatMap((part) => {
        const name = seriesName(part, metric)
        const steps = scope === 'step' ? joinSeries(lineage, 'step', name) : null
        if (steps) return toStepLines(steps, part, { smoothing, widthPx })
        // Validation is computed once an epoch: its values stand at the epoch's last step.
        const epochs = joinSeries(lineage, 'epoch', name)
        if (!epochs) return []
        const x = scope === 'step' ? epochs.steps : epochs.epochs
        return toLines(epochs, { part, x, y: epochs.values, columns: widthPx })
      })
    }
  }

  function toStepLines(
    joined: JoinedSeries,
    part: DataPart,
    { smoothing, widthPx }: { smoothing: number; widthPx: number }
  ): CurveLine[] {
    const { steps: x, values: y } = joined
    if (smoothing === 0) return toLines(joined, { part, x, y, columns: widthPx })
    const smooth = smootherOf(joined, smoothing).extend(y)
    const columns = widthPx / PIXELS_A_SMOOTH_POINT
    return [
      ...toLines(joined, { part, x, y, columns: widthPx, kind: 'raw' }),
      ...toLines(joined, { part, x, y: smooth, columns, keep: 'newest', hasMarks: false })
    ]
  }

  /** One average runs through the whole lineage, so that the curves of parent and child meet smoothed, too. */
  function smootherOf({ parts: joined }: JoinedSeries, weight: number): Smoother {
    const newest = joined[joined.length - 1]
    if (!newest) return createSmoother(weight)
    const key = `${weight} ${newest.start}`
    const known = smoothers.get(newest.series)
    if (known?.key === key) return known.smoother
    const smoother = createSmoother(weight)
    smoothers.set(newest.series, { key, smoother })
    return smoother
  }
}

/** One line for each run of the lineage; each begins at the last point of the one before. */
function toLines(
  { parts }: JoinedSeries,
  {
    part,
    x,
    y,
    columns,
    kind = 'line',
    keep,
    hasMarks = kind === 'line'
  }: {
    part: DataPart
    x: Float64Array
    y: Float64Array
    columns: number
    kind?: CurveLine['kind']
    keep?: DecimateOptions['keep']
    hasMarks?: boolean
  }
): CurveLine[] {
  const span = (x.at(-1) ?? 0) - (x[0] ?? 0) || 1
  return parts.map(({ part: { colorSlot, lastStep }, start, end }) => {
    const from = Math.max(0, start - 1)
    const share = ((x[end - 1] ?? 0) - (x[from] ?? 0)) / span
    const points = decimate({
      x: x.subarray(from, end),
      y: y.subarray(from, end),
      columns: Math.max(1, Math.ceil(columns * share)),
      ...(keep && { keep })
    })
    return {
      part,
      kind,
      dash: partStyles[part].dash,
      hasMarks: hasMarks && points.length <= MOST_MARKS,
      colorSlot,
      isInherited: lastStep !== Infinity,
      hasJoint: from < start,
      points
    }
  })
}

/** The newest value of a part, for the legend: the epoch's where the step has none. */
export function getNewestValue(
  lineage: Lineage,
  part: DataPart,
  metric: MetricKey,
  scope: 'step' | 'epoch'
): number | null {
  const name = seriesName(part, metric)
  const joined = joinSeries(lineage, scope, name) ?? joinSeries(lineage, 'epoch', name)
  return joined?.values.at(-1) ?? null
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
