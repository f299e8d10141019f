/** How a training looks in a terminal: Keras' bar where it can be drawn, a line an epoch where it cannot. */
import { formatDuration, formatMetric, formatMilliseconds } from '@shared/format'
import {
  metricKeys,
  metrics,
  seriesName,
  type MetricBatch,
  type MetricKey,
  type MetricTable,
  type SeriesName
} from '@shared/metrics'
import type { RunOrigin, RunProgress } from '@shared/run'

const BAR_CELLS = 24
/** A terminal on a slow line takes ten frames a second. */
const DRAW_EVERY_MS = 100
const CLEAR_LINE = '\r\u001b[2K'

/** The values of the training part under their own names, those of the validation part behind `val_`, as in Keras. */
type EpochValues = Partial<Readonly<Record<`${'' | 'val_'}${MetricKey}`, number>>>

export interface EpochResult extends EpochValues {
  readonly epoch: number
  /** Steps taken in this epoch. */
  readonly steps: number
  readonly loss: number
  /** Milliseconds of training when the epoch ended. */
  readonly elapsedMs: number
}

export interface TrainingView {
  readonly epochs: readonly EpochResult[]
  readonly lastProgress: RunProgress | null
  /** Counts on from the run before, and takes in the epochs that this run has done already; shows none of them. */
  goOnFrom(origin: RunOrigin | null, tables: readonly MetricTable[]): void
  takeMetrics(batch: MetricBatch): void
  takeProgress(progress: RunProgress): void
  /** Removes an unfinished bar. */
  close(): void
}

export function createTrainingView(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
  now: () => number = () => performance.now()
): TrainingView {
  const epochs: EpochResult[] = []
  let lastProgress: RunProgress | null = null
  let lastDrawAt = -Infinity
  let announcedEpoch = 0
  let hasBar = false
  let means = createRunningMeans()
  let epochsBefore = 0
  let epochStart = 0

  /** The values of the last row of an epoch. */
  function append(table: MetricTable, row: number): EpochResult {
    const epoch = epochsBefore + epochs.length + 1
    const result = toEpochResult(table, { row, epoch, epochStart })
    epochs.push(result)
    epochStart = table.steps[row] ?? epochStart
    return result
  }

  function draw(text: string): void {
    stream.write(`${CLEAR_LINE}${text}`)
    hasBar = true
  }

  function clear(): void {
    if (hasBar) stream.write(CLEAR_LINE)
    hasBar = false
  }

  return {
    epochs,
    get lastProgress() {
      return lastProgress
    },
    goOnFrom(origin, tables) {
      epochsBefore = origin?.epochsDone ?? 0
      epochStart = origin?.step ?? 0
      const done = tables.find(({ scope }) => scope === 'epoch')
      done?.steps.forEach((_step, row) => append(done, row))
    },
    takeMetrics(batch) {
      if (batch.scope === 'step') return means.add(batch)
      const result = append(batch, batch.steps.length - 1)
      means = createRunningMeans()
      clear()
      stream.write(`${describeEpoch(result, lastProgress, Boolean(stream.isTTY))}\n`)
    },
    takeProgress(progress) {
      lastProgress = progress
      if (!stream.isTTY) return
      if (progress.phase === 'training' && progress.epoch !== announcedEpoch) {
        announcedEpoch = progress.epoch
        clear()
        stream.write(`Epoch ${progress.epoch}/${progress.epochs}\n`)
      }
      const isLast = progress.step === progress.stepsPerEpoch
      if (!isLast && now() - lastDrawAt < DRAW_EVERY_MS) return
      lastDrawAt = now()
      draw(describeProgress(progress, means.get()))
    },
    close: clear
  }
}

/** Means of the step values since the epoch began, as Keras shows them. */
function createRunningMeans() {
  const sums = new Map<SeriesName, { sum: number; count: number }>()
  return {
    add({ columns }: MetricBatch): void {
      for (const [name, values] of Object.entries(columns) as [SeriesName, Float64Array][]) {
        const known = sums.get(name) ?? { sum: 0, count: 0 }
        for (const value of values) known.sum += value
        known.count += values.length
        sums.set(name, known)
      }
    },
    get: (): Partial<Record<SeriesName, number>> =>
      Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]))
  }
}

function toEpochResult(
  table: MetricTable,
  { row, epoch, epochStart }: { row: number; epoch: number; epochStart: number }
): EpochResult {
  return {
    epoch,
    steps: (table.steps[row] ?? 0) - epochStart,
    loss: table.columns['train/loss']?.[row] ?? NaN,
    ...toEpochValues(table, row),
    elapsedMs: table.elapsedMs[row] ?? NaN
  }
}

function toEpochValues({ columns }: MetricTable, row: number): EpochValues {
  const entries = Object.entries(columns) as [SeriesName, Float64Array][]
  return Object.fromEntries(
    entries.map(([name, values]) => {
      const [part, key] = splitSeriesName(name)
      return [`${prefixes[part]}${key}`, values[row]]
    })
  )
}

/** `213/391 ━━━━━━━╸──────── 1:02 312 ms/step - loss: 1.4524 - accuracy: 0.4773` */
export function describeProgress(
  progress: RunProgress,
  means: Partial<Record<SeriesName, number>>
): string {
  const { phase, step, stepsPerEpoch, remainingMs, msPerStep } = progress
  const bar = `${step}/${stepsPerEpoch} ${drawBar(step / Math.max(1, stepsPerEpoch))}`
  if (phase === 'preparing') return `Reading the data set ${drawBar(step / stepsPerEpoch)}`
  if (phase !== 'training') return `${phase} ${bar}`
  return `${bar} ${formatDuration(remainingMs)} left ${formatMilliseconds(msPerStep)}/step${describeValues(means)}`
}

function drawBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS)
  return '━'.repeat(filled) + '─'.repeat(BAR_CELLS - filled)
}

function describeEpoch(
  result: EpochResult,
  progress: RunProgress | null,
  isAnnounced: boolean
): string {
  const { epoch, steps, elapsedMs } = result
  const values = describeValues(toSeries(result))
  const head = isAnnounced
    ? `${steps}/${steps} ${drawBar(1)}`
    : `Epoch ${epoch}/${progress?.epochs ?? epoch} - ${steps} steps -`
  return `${head} ${formatDuration(elapsedMs)} ${formatMilliseconds(progress?.msPerStep)}/step${values}`
}

const prefixes = { train: '', validation: 'val_', test: 'test_' } as const

function toSeries(result: EpochResult): Partial<Record<SeriesName, number>> {
  const parts = ['train', 'validation'] as const
  return Object.fromEntries(
    parts.flatMap((part) =>
      metricKeys.flatMap((key) => {
        const value = result[part === 'train' ? key : (`val_${key}` as const)]
        return value === undefined ? [] : [[seriesName(part, key), value]]
      })
    )
  )
}

function splitSeriesName(name: SeriesName): [keyof typeof prefixes, MetricKey] {
  return name.split('/') as [keyof typeof prefixes, MetricKey]
}

function describeValues(values: Partial<Record<SeriesName, number>>): string {
  return (Object.entries(values) as [SeriesName, number][])
    .map(([name, value]) => {
      const [part, key] = splitSeriesName(name)
      return ` - ${prefixes[part]}${metrics[key].label.toLowerCase()}: ${formatMetric(key, value)}`
    })
    .join('')
}
