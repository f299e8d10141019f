/** How a training looks in a terminal: Keras' bar where it can be drawn, each epoch in lines that fit. */
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
/** Where nobody says how wide the terminal is. */
const USUAL_COLUMNS = 100
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
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> & { readonly columns?: number },
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

  /** As wide as the terminal is at this moment. */
  const getColumns = () => (stream.isTTY && stream.columns) || USUAL_COLUMNS

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
      const isAnnounced = Boolean(stream.isTTY)
      const columns = getColumns()
      stream.write(`${describeEpoch(result, { progress: lastProgress, isAnnounced, columns })}\n`)
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
      draw(describeProgress(progress, means.get(), getColumns()))
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

/**
 * `213/391 ━━━━━━━╸──────── 1:02 312 ms/step - loss: 1.4524 - accuracy: 0.4773`: one line, which the next one can wipe
 * out; values that would break it are left to the line of the epoch.
 */
export function describeProgress(
  progress: RunProgress,
  means: Partial<Record<SeriesName, number>>,
  columns = USUAL_COLUMNS
): string {
  const { phase, step, stepsPerEpoch, remainingMs, msPerStep } = progress
  const bar = `${step}/${stepsPerEpoch} ${drawBar(step / Math.max(1, stepsPerEpoch))}`
  if (phase === 'preparing') return `Reading the data set ${drawBar(step / stepsPerEpoch)}`
  if (phase !== 'training') return `${phase} ${bar}`
  const head = `${bar} ${formatDuration(remainingMs)} left ${formatMilliseconds(msPerStep)}/step`
  const [line = head] = fillLines(head, describeValues(means), columns)
  return line
}

function drawBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS)
  return '━'.repeat(filled) + '─'.repeat(BAR_CELLS - filled)
}

/** One line where it fits; else the validation part has lines of its own, and each goes on below where it must. */
function describeEpoch(
  result: EpochResult,
  {
    progress,
    isAnnounced,
    columns
  }: { progress: RunProgress | null; isAnnounced: boolean; columns: number }
): string {
  const { epoch, steps, elapsedMs } = result
  const bar = isAnnounced
    ? `${steps}/${steps} ${drawBar(1)}`
    : `Epoch ${epoch}/${progress?.epochs ?? epoch} - ${steps} steps -`
  const head = `${bar} ${formatDuration(elapsedMs)} ${formatMilliseconds(progress?.msPerStep)}/step`
  const [train, validation] = (['train', 'validation'] as const).map((part) =>
    describeValues(toSeries(result, part))
  ) as [string[], string[]]
  const whole = [head, ...train, ...validation].join(SEPARATOR)
  if (whole.length <= columns) return whole
  return [...fillLines(head, train, columns), ...fillLines('', validation, columns)].join('\n')
}

const SEPARATOR = ' - '
const INDENT = '  '

/** Values after a head, on as many lines as they need; lines without a head are set in. */
function fillLines(head: string, values: readonly string[], columns: number): string[] {
  const lines = head === '' ? [] : [head]
  let room = head === '' ? 0 : columns - head.length
  for (const value of values) {
    const isFitting = SEPARATOR.length + value.length <= room
    if (isFitting) lines.push(`${lines.pop() ?? ''}${SEPARATOR}${value}`)
    else lines.push(`${INDENT}${value}`)
    room = columns - (lines.at(-1)?.length ?? 0)
  }
  return lines
}

const prefixes = { train: '', validation: 'val_', test: 'test_' } as const

function toSeries(
  result: EpochResult,
  part: 'train' | 'validation'
): Partial<Record<SeriesName, number>> {
  return Object.fromEntries(
    metricKeys.flatMap((key) => {
      const value = result[part === 'train' ? key : (`val_${key}` as const)]
      return value === undefined ? [] : [[seriesName(part, key), value]]
    })
  )
}

function splitSeriesName(name: SeriesName): [keyof typeof prefixes, MetricKey] {
  return name.split('/') as [keyof typeof prefixes, MetricKey]
}

function describeValues(values: Partial<Record<SeriesName, number>>): string[] {
  return (Object.entries(values) as [SeriesName, number][]).map(([name, value]) => {
    const [part, key] = splitSeriesName(name)
    return `${prefixes[part]}${metrics[key].label.toLowerCase()}: ${formatMetric(key, value)}`
  })
}
