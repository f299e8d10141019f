/** Writes a workspace of runs as the trainer leaves them: folders with experiment, record and metrics.log. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { encodeMetricFrame, METRIC_LOG_HEADER } from '../../src/shared/metric-log'
import type { MetricBatch, SeriesName } from '../../src/shared/metrics'
import type { RunRecord } from '../../src/shared/run'

export interface ComparisonSize {
  readonly runs: number
  readonly points: number
  readonly series: readonly SeriesName[]
  /** What sets the nth run apart, from 0. @default nothing: all are of one experiment, and none was tested */
  readonly vary?: (index: number) => RunVariation
  /** Whether values of epochs were recorded, too. @default false */
  readonly hasEpochs?: boolean
}

export interface RunVariation {
  readonly training: Readonly<Record<string, unknown>>
  readonly record: Partial<RunRecord>
}

const ROWS_A_BATCH = 250
const MS_A_STEP = 12
/** 1 January 2026, and a second more for each run. */
const FIRST_RUN_MS = Date.UTC(2026, 0, 1)

/** Writes the runs into the workspace; answers with their ids, the oldest first. */
export function writeComparison(workspaceFolder: string, size: ComparisonSize): string[] {
  const experiment = JSON.parse(readFileSync(resolve('e2e/data/digits.json'), 'utf8')) as {
    readonly training: object
  }
  return Array.from({ length: size.runs }, (_, index) => {
    const id = createId(index)
    const folder = join(workspaceFolder, 'runs', id)
    mkdirSync(folder, { recursive: true })
    const variation = size.vary?.(index)
    const training = { ...experiment.training, ...variation?.training }
    writeJson(folder, 'experiment.json', { ...experiment, training })
    writeJson(folder, 'environment.json', {})
    const record = { ...createRecord(id, index, size), ...variation?.record }
    writeJson(folder, 'run.json', { version: 1, owner: null, record })
    writeFileSync(join(folder, 'metrics.log'), encodeLog(id, index, size))
    return id
  })
}

/** Runs as a person has them after months: other settings, namesakes, tags and ends. */
export function varyAsInUse(index: number): RunVariation {
  const learningRate = [0.1, 0.03, 0.01, 0.003, 0.001][index % 5]
  const kind = index % 3 === 0 ? 'sgd' : 'adam'
  const batchSize = [32, 64, 128][index % 3]
  return {
    training: { optimizer: { kind, learningRate }, batchSize, seed: index },
    record: varyRecord(index)
  }
}

/** Ten names, so that runs have namesakes; tags, stars, and a test result. */
function varyRecord(index: number): Partial<RunRecord> {
  const accuracy = 0.5 + (0.4 * ((index * 37) % 100)) / 100
  return {
    name: `digits-cnn ${1 + (index % 10)}`,
    parameters: 7850 * (1 + (index % 4)),
    marks: {
      tags: index % 4 === 0 ? ['lecture', `week ${1 + (index % 6)}`] : [],
      note: index % 10 === 0 ? 'worth a second look' : '',
      isStarred: index % 7 === 0,
      isArchived: false
    },
    latest: { 'train/accuracy': accuracy, 'validation/accuracy': accuracy - 0.02 },
    test: { loss: 1 - accuracy, accuracy: accuracy - 0.03, examples: 200 }
  }
}

const EPOCHS = 10
const EPOCH_SERIES = [
  'train/loss',
  'train/accuracy',
  'validation/loss',
  'validation/accuracy'
] as const

/** One row an epoch: what grows and falls as a training does. */
function createEpochs(runId: string, seq: number, index: number, points: number): MetricBatch {
  const steps = Float64Array.from({ length: EPOCHS }, (_, epoch) =>
    Math.round(((epoch + 1) * points) / EPOCHS)
  )
  const best = 0.5 + (0.45 * ((index * 37) % 100)) / 100
  const columns: MetricBatch['columns'] = {}
  for (const name of EPOCH_SERIES) {
    columns[name] = Float64Array.from(steps, (_, epoch) => {
      const accuracy = best * (1 - 0.5 / (epoch + 1)) - (name.startsWith('validation') ? 0.02 : 0)
      return name.endsWith('loss') ? 1 - accuracy : accuracy
    })
  }
  return {
    runId,
    seq,
    scope: 'epoch',
    steps,
    elapsedMs: steps.map((step) => step * MS_A_STEP),
    columns
  }
}

function createId(index: number): string {
  const [date = '', time = ''] = new Date(FIRST_RUN_MS + index * 1000).toISOString().split('T')
  const clock = time.slice(0, 8).replaceAll(':', '')
  return `${date.replaceAll('-', '')}-${clock}-000-aaaaaa`
}

function createRecord(id: string, index: number, { points, series }: ComparisonSize): RunRecord {
  return {
    id,
    name: `run ${index + 1}`,
    color: index % 10,
    state: 'finished',
    reason: null,
    experimentName: 'digits',
    datasetId: 'digits',
    origin: null,
    marks: { tags: [], note: '', isStarred: false, isArchived: false },
    importedFrom: null,
    createdAt: FIRST_RUN_MS + index * 1000,
    endedAt: FIRST_RUN_MS + index * 1000 + points * MS_A_STEP,
    epochs: 10,
    epochsDone: 10,
    stepsDone: points,
    elapsedMs: points * MS_A_STEP,
    parameters: 7850,
    seed: index,
    notes: [],
    latest: Object.fromEntries(series.map((name) => [name, 0.1])),
    test: null
  }
}

/** A curve that falls, with the noise of a training; the same for the same run at every call. */
function encodeLog(
  runId: string,
  index: number,
  { points, series, hasEpochs = false }: ComparisonSize
): Uint8Array {
  const random = createRandom(index + 1)
  const frames: Uint8Array[] = [METRIC_LOG_HEADER]
  for (let first = 0; first < points; first += ROWS_A_BATCH) {
    const rows = Math.min(ROWS_A_BATCH, points - first)
    const steps = Float64Array.from({ length: rows }, (_, row) => first + row + 1)
    const columns: MetricBatch['columns'] = {}
    series.forEach((name, place) => {
      columns[name] = steps.map(
        (step) => (1 + place / 4) / (1 + (step * (5 + (index % 7))) / points) + 0.15 * random()
      )
    })
    frames.push(
      encodeMetricFrame({
        runId,
        seq: first / ROWS_A_BATCH + 1,
        scope: 'step',
        steps,
        elapsedMs: steps.map((step) => step * MS_A_STEP),
        columns
      })
    )
  }
  if (hasEpochs) frames.push(encodeMetricFrame(createEpochs(runId, frames.length, index, points)))
  return Buffer.concat(frames)
}

/** Lehmer's generator: as good as noise on a curve has to be. */
function createRandom(seed: number): () => number {
  let state = seed * 16807
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value))
}
