/** The training loop, to be read from top to bottom: step, record, sample, save; validate; decide; test; store. Next station: metric-recorder.ts */
import type { EvaluatedPart } from '@shared/evaluation'
import type { Experiment } from '@shared/experiment'
import type { DataPart } from '@shared/metrics'
import type { PredictionBatch } from '@shared/predictions'
import { computePermutation, createRandomStream } from '@shared/random'
import type { TestResult } from '@shared/run'
import type { CheckpointSaver } from './checkpoint/checkpoint-keeper'
import { describeDivergence } from './describe-divergence'
import type { EpochCallbacks } from './epoch-callbacks'
import { evaluatePart, splitBatches, withBatch } from './evaluate-part'
import type { MetricRecorder, MetricRow } from './metric-recorder'
import { nameSeries } from './name-series'
import type { MetricValues } from './objective'
import type { ProgressMeter } from './progress-meter'
import type { ResidentDataset, ResidentPart } from './resident-dataset'
import type { RunEvaluations } from './run-evaluations'
import type { SamplePredictor } from './sample-predictions'
import type { StepClock } from './step-clock'
import { createTestResult } from './test-result'
import type { DivergedStep, StepReader } from './step-reader'
import { takeStep, type Learner } from './train-step'
import type { TrainingPlan } from './training-plan'
import { answerMessages, type Turns } from './turns'
import { createWeightedMeans, NOTHING_SUMMED, type WeightedSums } from './weighted-means'

/** Where the loop stands between two batches; a resumed run begins in the middle. */
export interface TrainingPosition {
  /** The epoch at work, from 1. */
  epoch: number
  /** Batches of it that were trained. */
  batch: number
  /** Of those batches. */
  sums: WeightedSums
  /** `epochs`: at work; `end`: no epoch follows, kept weights are not yet back; `test`: the test alone is left. */
  stage: 'epochs' | 'end' | 'test'
}

export interface TrainOptions {
  readonly training: Experiment['training']
  readonly plan: TrainingPlan
  readonly position: TrainingPosition
  readonly learner: Learner
  readonly data: ResidentDataset
  /** The same clock that the network's dropout reads; it also counts the steps done. */
  readonly clock: StepClock
  readonly callbacks: EpochCallbacks
  readonly checkpoints: CheckpointSaver
  readonly evaluations: RunEvaluations
  readonly samples: SamplePredictor
  readonly recorder: MetricRecorder
  readonly reader: StepReader
  readonly progress: ProgressMeter
  readonly turns: Turns
  readonly getElapsedMs: () => number
  readonly onPredictions: (batch: PredictionBatch) => void
  readonly onEpoch: (epochsDone: number) => void
  /** Called when training is over and the test begins. */
  readonly onTest: () => void
}

export type TrainOutcome =
  | { readonly kind: 'finished'; readonly test: TestResult }
  | { readonly kind: 'stopped'; readonly test: TestResult | null }
  | { readonly kind: 'diverged'; readonly reason: string }

const STOPPED: TrainOutcome = { kind: 'stopped', test: null }

/** Trains, validates after each epoch and tests at the end. The same options give the same numbers on a CPU. */
export async function train(options: TrainOptions): Promise<TrainOutcome> {
  const { position, clock, callbacks, checkpoints, turns } = options

  // A run can be gone on with from its first moment.
  if (clock.step === options.plan.origin.step) checkpoints.save()
  showSamples(options)
  while (hasMoreToTrain(options) && !turns.isStopWanted) {
    const divergence = await trainEpoch(options)
    if (divergence) return divergence
  }
  // What a person stopped can go on from here, before any kept weights are put back.
  if (turns.isStopWanted) checkpoints.saveLast()
  if (turns.signal.aborted) return STOPPED
  if (position.stage !== 'test') callbacks.endTraining()
  position.stage = 'test'
  checkpoints.saveLast()

  options.onTest()
  const test = await testNetwork(options)
  if (test === null) return STOPPED
  if (!Number.isFinite(test.loss)) return diverge(options, { step: clock.step, loss: test.loss })
  if (clock.step % options.plan.samplesEverySteps !== 0) showSamples(options)
  // With the test known, a stop costs no more than what is not yet stored.
  await options.evaluations.complete(async (part) => {
    return (await lookAfterTraining(options, part)) !== null
  })
  return { kind: turns.isStopWanted ? 'stopped' : 'finished', test }
}

/** True until the last epoch is closed; one that was cut short is closed too. */
function hasMoreToTrain({ position, plan, clock }: TrainOptions): boolean {
  if (position.stage !== 'epochs') return false
  const isWithinPlan = position.epoch <= plan.epochs && clock.step < plan.getTotalSteps()
  return isWithinPlan || position.batch > 0
}

/** Trains what is left of an epoch and closes it; returns early when the loss is no number, or a stop was asked for. */
async function trainEpoch(options: TrainOptions): Promise<Divergence | null> {
  const { training, plan, position, learner, data, clock } = options
  const { recorder, reader, progress, checkpoints, turns, getElapsedMs } = options
  const { epoch } = position
  const { stepsPerEpoch } = plan
  const order = orderEpoch(data.train.count, training, epoch)
  progress.beginPhase('training', {
    epoch,
    stepsInPhase: stepsPerEpoch,
    stepsDone: position.batch
  })

  for (const indices of splitBatches(order, training.batchSize, position.batch)) {
    await turns.takeTurn()
    if (turns.isStopWanted) reader.settle()
    if (reader.diverged) return diverge(options, reader.diverged)
    if (turns.isStopWanted) return null
    if (clock.step >= plan.getTotalSteps()) break
    const startedAt = performance.now()
    learner.optimizer.learningRate = plan.computeLearningRate(clock.step)
    clock.step++
    const pending = withBatch(data.train, indices, (batch) => takeStep(learner, batch))
    const step = { step: clock.step, elapsedMs: getElapsedMs(), weight: indices.length }
    position.batch++
    reader.add({ ...step, pending })
    if (reader.diverged) return diverge(options, reader.diverged)
    if (clock.step % plan.samplesEverySteps === 0) showSamples(options)
    progress.didStep(performance.now() - startedAt)
    checkpoints.saveIfDue()
  }

  reader.settle()
  if (reader.diverged) return diverge(options, reader.diverged)
  const validation = data.validation ? await validate(options, data.validation) : {}
  if (validation === null) return null
  const row = createRow(options, {
    train: createWeightedMeans(position.sums).getMeans(),
    validation
  })
  recorder.log('epoch', row)
  if (position.batch === stepsPerEpoch) options.onEpoch(epoch)
  if (options.callbacks.endEpoch(epoch, row.values)) position.stage = 'end'
  Object.assign(position, { epoch: epoch + 1, batch: 0, sums: NOTHING_SUMMED })
  checkpoints.save()
  return null
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

/** The means over the validation pictures; null when a stop was asked for. A pause holds it between two batches. */
function validate(options: TrainOptions, part: ResidentPart): Promise<MetricValues | null> {
  const { turns, evaluations } = options
  return evaluatePart(options, part, {
    phase: 'validating',
    async takeTurn() {
      await turns.takeTurn()
      return !turns.isStopWanted
    },
    onLogits: evaluations.listen('validation')
  })
}

/** The result on the test pictures; null when the run was stopped meanwhile. */
async function testNetwork(options: TrainOptions): Promise<TestResult | null> {
  const { training, data } = options
  const means = await lookAfterTraining(options, 'test')
  if (means === null) return null
  return createTestResult(means, { metrics: training.metrics, examples: data.test.count })
}

/** The means over a part when training is over; null when it has no such part, or the run was stopped meanwhile. */
async function lookAfterTraining(
  options: TrainOptions,
  name: EvaluatedPart
): Promise<MetricValues | null> {
  const { data, turns, evaluations } = options
  const part = data[name]
  if (!part) return null
  return evaluatePart(options, part, {
    phase: name === 'test' ? 'testing' : 'validating',
    async takeTurn() {
      await answerMessages()
      return !turns.signal.aborted
    },
    onLogits: evaluations.listen(name)
  })
}

function createRow(
  { clock, training, getElapsedMs }: TrainOptions,
  parts: Partial<Record<DataPart, MetricValues>>
): MetricRow {
  const named = (Object.entries(parts) as [DataPart, MetricValues][]).map(([part, means]) =>
    nameSeries(part, means, training.metrics)
  )
  return { step: clock.step, elapsedMs: getElapsedMs(), values: Object.assign({}, ...named) }
}

function showSamples({ samples, clock, onPredictions }: TrainOptions): void {
  const batch = samples.predict(clock.step)
  if (batch) onPredictions(batch)
}

type Divergence = Extract<TrainOutcome, { kind: 'diverged' }>

/** What was trained after that step counts for nothing: it was no training any more. */
function diverge(
  { clock, plan, checkpoints }: TrainOptions,
  { step, loss = NaN }: DivergedStep
): Divergence {
  clock.step = step
  const { baseLearningRate: learningRate } = plan
  const keptStep = checkpoints.getKeptStep()
  const reason = describeDivergence({ step, loss, learningRate, keptStep })
  return { kind: 'diverged', reason }
}
