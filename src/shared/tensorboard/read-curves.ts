/** From the scalars of event files to curves: which tags are metrics, and which step of training an epoch ends at. */
import type { Curve, CurvePoint } from '../foreign/curve'
import { readSeriesName } from '../foreign/name-of-series'
import { seriesName, type DataPart, type MetricScope, type SeriesName } from '../metrics'
import type { ScalarPoint } from './events'

/** The points of one folder of a run. */
export interface FoundScalars {
  /** What the folder says: Keras writes `train` and `validation`; null for any other. */
  readonly part: DataPart | null
  readonly scalars: readonly ScalarPoint[]
}

export interface FoundCurves {
  readonly curves: readonly Curve[]
  /** Tags that are no metric here, each once. */
  readonly leftOut: readonly string[]
  /** Seconds since 1970; null when no point says. */
  readonly beganAt: number | null
}

/** What the steps of a tag count. */
type Counted = 'epochs' | 'evaluations' | 'batches' | 'steps'

interface TaggedCurve {
  readonly series: SeriesName
  readonly part: DataPart
  readonly counted: Counted
  readonly points: readonly ScalarPoint[]
}

export function readCurves(folders: readonly FoundScalars[]): FoundCurves {
  const leftOut = new Set<string>()
  const tagged = folders.flatMap((folder) => readFolder(folder, leftOut))
  const times = tagged.flatMap(({ points }) => points.map(({ wallTime }) => wallTime))
  const began = times.reduce((least, time) => Math.min(least, time), Infinity)
  const beganAt = Number.isFinite(began) && began > 0 ? began : null
  const curves = placeCurves(tagged, beganAt ?? 0)
  return { curves, leftOut: [...leftOut], beganAt }
}

function readFolder({ part, scalars }: FoundScalars, leftOut: Set<string>): TaggedCurve[] {
  const byTag = new Map<string, ScalarPoint[]>()
  for (const point of scalars) {
    if (!Number.isSafeInteger(point.step) || point.step < 0 || !Number.isFinite(point.wallTime))
      continue
    const known = byTag.get(point.tag)
    if (known) known.push(point)
    else byTag.set(point.tag, [point])
  }
  return [...byTag].flatMap(([tag, points]) => {
    const named = readTag(tag)
    if (!named) leftOut.add(tag)
    if (!named) return []
    const found = part ?? named.part
    return [
      { ...named, part: found, series: seriesName(found, named.metric), points: sort(points) }
    ]
  })
}

function readTag(tag: string) {
  const [, epochs, evaluations, batches] =
    /^(?:epoch_(.+)|evaluation_(.+)_vs_iterations|batch_(.+))$/.exec(tag) ?? []
  const counted: Counted = epochs
    ? 'epochs'
    : evaluations
      ? 'evaluations'
      : batches
        ? 'batches'
        : 'steps'
  const named = readSeriesName(epochs ?? evaluations ?? batches ?? tag)
  const usual: DataPart = counted === 'evaluations' ? 'validation' : 'train'
  return named && { metric: named.metric, part: named.part ?? usual, counted }
}

/** A training that was started again writes its steps again: the later ones count. */
function sort(points: readonly ScalarPoint[]): ScalarPoint[] {
  const byStep = new Map<number, ScalarPoint>()
  const inTime = [...points].sort((one, other) => one.wallTime - other.wallTime)
  for (const point of inTime) byStep.set(point.step, point)
  return [...byStep.values()].sort((one, other) => one.step - other.step)
}

function placeCurves(tagged: readonly TaggedCurve[], beganAt: number): Curve[] {
  const stepOf = findEpochEnds(tagged)
  const byEpochs = new Set(tagged.flatMap((one) => (one.counted === 'epochs' ? one.series : [])))
  return tagged
    .filter(({ counted, series }) => counted !== 'evaluations' || !byEpochs.has(series))
    .map(({ series, part, counted, points }) => ({
      series,
      scope: chooseScope({ part, counted, points }, tagged),
      points: points.map(({ step, wallTime, value }): CurvePoint => ({
        step: counted === 'epochs' ? stepOf(step) : step,
        elapsedMs: Math.max(0, (wallTime - beganAt) * 1000),
        value
      }))
    }))
}

/** A name without a scope: what is validated is once an epoch, and so is what is written together with it. */
function chooseScope(
  { part, counted, points }: Pick<TaggedCurve, 'part' | 'counted' | 'points'>,
  all: readonly TaggedCurve[]
): MetricScope {
  if (counted !== 'steps') return counted === 'batches' ? 'step' : 'epoch'
  if (part !== 'train') return 'epoch'
  const steps = points.map(({ step }) => step).join()
  const isBesideValidation = all.some(
    (one) =>
      one.counted === 'steps' &&
      one.part !== 'train' &&
      one.points.map(({ step }) => step).join() === steps
  )
  return isBesideValidation ? 'epoch' : 'step'
}

/**
 * The training step at which an epoch, counted from 0, ended: as the evaluations say, or the batches; where neither does,
 * an epoch counts as one step.
 */
function findEpochEnds(tagged: readonly TaggedCurve[]): (epoch: number) => number {
  const stepsOf = (counted: Counted): number[] => {
    const found = tagged.filter((one) => one.counted === counted)
    const steps = new Set(found.flatMap(({ points }) => points.map(({ step }) => step)))
    return [...steps].sort((one, other) => one - other)
  }
  const epochs = stepsOf('epochs')
  const evaluations = stepsOf('evaluations')
  if (epochs.length > 0 && evaluations.length === epochs.length) {
    const ends = new Map(epochs.map((epoch, index) => [epoch, evaluations[index] ?? 0]))
    return (epoch) => ends.get(epoch) ?? 0
  }
  const perEpoch = (stepsOf('batches').at(-1) ?? 0) / ((epochs.at(-1) ?? 0) + 1)
  const isKnown = perEpoch >= 1 && Number.isInteger(perEpoch)
  return (epoch) => (epoch + 1) * (isKnown ? perEpoch : 1)
}
