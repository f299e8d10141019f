/** The training loop, to be read from top to bottom: step, record, sample; validate; test. Next station: metric-recorder.ts */
import type { Experiment } from '@shared/experiment'
import { seriesName, type DataPart, type MetricKey, type SeriesName } from '@shared/metrics'
import type { PredictionBatch } from '@shared/predictions'
import { computePermutation, createRandomStream } from '@shared/random'
import type { TestResult } from '@shared/run'
import type { MetricRecorder } from './metric-recorder'
import type { MetricValues } from './objective'
import type { ProgressMeter } from './progress-meter'
import type { ResidentDataset, ResidentPart } from './resident-dataset'
import type { SamplePredictor } from './sample-predictions'
import type { StepClock } from './step-clock'
import { tf } from './tf'
import { evaluateBatch, takeStep, type Learner } from './train-step'
import { createWeightedMeans } from './weighted-means'

export interface TrainOptions {
  readonly training: Experiment['training']
  readonly learner: Learner
  readonly data: ResidentDataset
  /** The same clock that the network's dropout reads; it also counts the steps done. */
  readonly clock: StepClock
  /** Training steps in all: fewer than the epochs hold when the run is cut short. */
  readonly totalSteps: number
  readonly samples: SamplePredictor
  readonly recorder: MetricRecorder
  readonly progress: ProgressMeter
  /** Ends the loop within one step, or one batch of an evaluation. */
  readonly signal: AbortSignal
  readonly getElapsedMs: () => number
  readonly onPredictions: (batch: PredictionBatch) => void
  readonly onEpoch: (epochsDone: number) => void
  /** Called when training is over and the test begins. */
  readonly onTest: () => void
}

export type TrainOutcome =
  | { readonly kind: 'finished'; readonly test: TestResult }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'diverged'; readonly reason: string }

/** Trains, validates after each epoch and tests at the end. The same options give the same numbers on a CPU. */
export async function train(options: TrainOptions): Promise<TrainOutcome> {
  const { training, learner, data, clock, totalSteps, recorder, progress, signal } = options
  const { epochs, batchSize } = training
  const stepsPerEpoch = Math.ceil(data.train.count / batchSize)

  showSamples(options)
  for (let epoch = 1; epoch <= epochs && clock.step < totalSteps; epoch++) {
    const order = orderEpoch(data.train.count, training, epoch)
    const epochMeans = createWeightedMeans()
    const epochStart = clock.step
    progress.beginPhase('training', { epoch, stepsInPhase: stepsPerEpoch })

    for (const indices of splitBatches(order, batchSize)) {
      if (signal.aborted) return { kind: 'stopped' }
      if (clock.step >= totalSteps) break
      const startedAt = performance.now()
      clock.step++
      const values = withBatch(data.train, indices, (batch) => takeStep(learner, batch))
      epochMeans.add(values, indices.length)
      recorder.log('step', createRow(options, { train: values }))
      if (!Number.isFinite(values.loss)) return describeDivergence(options, values.loss)
      if (clock.step % training.samplePredictions.everySteps === 0) showSamples(options)
      progress.didStep(performance.now() - startedAt)
      await answerMessages()
    }

    const validation = data.validation
      ? await evaluate(options, { part: data.validation, phase: 'validating', epoch })
      : {}
    if (validation === null) return { kind: 'stopped' }
    recorder.log('epoch', createRow(options, { train: epochMeans.getMeans(), validation }))
    if (clock.step - epochStart === stepsPerEpoch) options.onEpoch(epoch)
  }

  options.onTest()
  const epoch = Math.ceil(clock.step / stepsPerEpoch)
  const test = await evaluate(options, { part: data.test, phase: 'testing', epoch })
  if (test === null) return { kind: 'stopped' }
  if (!Number.isFinite(test.loss)) return describeDivergence(options, test.loss)
  if (clock.step % training.samplePredictions.everySteps !== 0) showSamples(options)
  const { loss = NaN, accuracy = NaN } = test
  return { kind: 'finished', test: { loss, accuracy, examples: data.test.count } }
}

/** A new order in each epoch, which follows from seed and epoch alone: a run can go on from any epoch. */
function orderEpoch(
  count: number,
  { shuffle, seed }: Experiment['training'],
  epoch: number
): Int32Array {
  return shuffle
    ? computePermutation(count, createRandomStream(seed, `order:${epoch}`))
    : Int32Array.from({ length: count }, (_, index) => index)
}

/** The last batch holds what is left, as in Keras. */
function* splitBatches(order: Int32Array, batchSize: number): Generator<Int32Array> {
  for (let start = 0; start < order.length; start += batchSize) {
    yield order.slice(start, start + batchSize)
  }
}

/** The means over a whole part; null when the run was stopped. */
async function evaluate(
  { learner, training, progress, signal }: TrainOptions,
  { part, phase, epoch }: { part: ResidentPart; phase: 'validating' | 'testing'; epoch: number }
): Promise<MetricValues | null> {
  const order = Int32Array.from({ length: part.count }, (_, index) => index)
  const stepsInPhase = Math.ceil(part.count / training.batchSize)
  const means = createWeightedMeans()
  progress.beginPhase(phase, { epoch, stepsInPhase })
  for (const indices of splitBatches(order, training.batchSize)) {
    if (signal.aborted) return null
    const startedAt = performance.now()
    means.add(
      withBatch(part, indices, (batch) => evaluateBatch(learner, batch)),
      indices.length
    )
    progress.didStep(performance.now() - startedAt)
    await answerMessages()
  }
  return means.getMeans()
}

function withBatch<T>(
  part: ResidentPart,
  indices: Int32Array,
  use: (batch: ReturnType<ResidentPart['gatherBatch']>) => T
): T {
  const batch = part.gatherBatch(indices)
  try {
    return use(batch)
  } finally {
    tf.dispose([batch.images, batch.labels])
  }
}

function createRow(
  { clock, training, getElapsedMs }: TrainOptions,
  parts: Partial<Record<DataPart, MetricValues>>
): Parameters<MetricRecorder['log']>[1] {
  const values: Partial<Record<SeriesName, number>> = {}
  for (const [part, means] of Object.entries(parts) as [DataPart, MetricValues][]) {
    for (const [key, value] of Object.entries(means) as [MetricKey, number][]) {
      const isWanted = key === 'loss' || training.metrics.includes(key)
      if (isWanted) values[seriesName(part, key)] = value
    }
  }
  return { step: clock.step, elapsedMs: getElapsedMs(), values }
}

function showSamples({ samples, clock, onPredictions }: TrainOptions): void {
  const batch = samples.predict(clock.step)
  if (batch) onPredictions(batch)
}

function describeDivergence(
  { clock, learner }: TrainOptions,
  loss: number | undefined
): Extract<TrainOutcome, { kind: 'diverged' }> {
  const rate = learner.optimizer.learningRate
  return {
    kind: 'diverged',
    reason: `Training diverged at step ${clock.step}: the loss is ${loss}. Lower the learning rate (now ${rate}).`
  }
}

/** TensorFlow's calls block; between two of them, messages and heartbeats have their turn. */
function answerMessages(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
