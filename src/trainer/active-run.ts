/** One run from its data to its last state: prepares, trains, reports every change, and leaves nothing behind. */
import type { z } from 'zod'
import type { startRunSchema } from '@shared/contract/trainer'
import type { MetricBatch } from '@shared/metrics'
import type { PredictionBatch } from '@shared/predictions'
import {
  canMove,
  isActive,
  type RunChange,
  type RunProgress,
  type RunState,
  type TestResult
} from '@shared/run'
import { buildModel } from './build-model'
import type { CheckedRun } from './check-run'
import { getDataset } from './datasets'
import { LoadingStopped } from './datasets/dataset'
import { describeFailure } from './describe-failure'
import { createMetricRecorder } from './metric-recorder'
import { createObjective } from './objective'
import { createOptimizer } from './optimizers'
import { createPredictionWriter } from './prediction-writer'
import { createProgressMeter } from './progress-meter'
import { createResidentDataset } from './resident-dataset'
import { createSamplePredictor } from './sample-predictions'
import { train, type TrainOutcome } from './train'

export interface RunObserver {
  onChange(change: RunChange): void
  onProgress(progress: RunProgress): void
  onMetrics(batch: MetricBatch): void
  onPredictions(batch: PredictionBatch): void
}

export interface ActiveRun {
  readonly runId: string
  /** Ends the run within one step. */
  stop(): void
  /** Number of the newest MetricBatch. */
  getSeq(): number
  /** Writes what is not yet on disk, for a process that is about to end. */
  flush(): void
  /** Resolves when the run has ended, however it did. Never rejects. */
  readonly done: Promise<void>
}

type RunRequest = z.output<typeof startRunSchema>

/** Steps shown while the data is read, so that a bar has something to fill. */
const LOADING_STEPS = 100

/** Starts a run that was checked. @throws when the metric log cannot be opened. */
export function startActiveRun({
  request,
  checked,
  observer
}: {
  request: RunRequest
  checked: CheckedRun
  observer: RunObserver
}): ActiveRun {
  const { runId, folder, experiment } = request
  const { training } = experiment
  const stopper = new AbortController()
  const clock = { step: 0 }
  const recorder = createMetricRecorder({ runId, folder, onBatch: observer.onMetrics })
  const writer = createPredictionWriter(folder)
  const totalSteps = countSteps(request, checked)
  const progress = createProgressMeter({
    runId,
    planned: planWork(request, checked),
    getElapsedMs,
    onProgress: observer.onProgress
  })
  let state: RunState = 'preparing'
  let epochsDone = 0
  let startedAt: number | null = null

  function getElapsedMs(): number {
    return startedAt === null ? 0 : performance.now() - startedAt
  }

  function change(
    next: RunState,
    { reason = null, test = null }: { reason?: string | null; test?: TestResult | null } = {}
  ): void {
    // A run that is stopping stays so until it has ended, whatever the loop still announces.
    if (next !== state && !canMove(state, next)) return
    state = next
    observer.onChange({
      runId,
      state,
      reason,
      epochsDone,
      stepsDone: clock.step,
      elapsedMs: getElapsedMs(),
      notes: [...checked.notes],
      test
    })
  }

  async function prepareAndTrain(): Promise<TrainOutcome> {
    const loaded = await getDataset(request.dataset.id).load({
      folder: request.dataset.folder,
      cacheFolder: request.cacheFolder,
      signal: stopper.signal,
      onProgress: progress.didLoad
    })
    const { card, inputShape } = checked
    const { validation } = experiment.dataset
    const data = createResidentDataset(loaded, {
      imageShape: card.imageShape,
      inputShape,
      validation
    })
    const { loss, seed } = training
    const network = await buildModel(checked.graph, { seed, loss, clock })
    const optimizer = createOptimizer(training.optimizer, network.variables)
    const samples = createSamplePredictor({
      runId,
      network,
      part: data.test,
      pictures: loaded.test,
      card,
      count: training.samplePredictions.count,
      seed
    })
    try {
      startedAt = performance.now()
      change('training')
      return await train({
        training,
        learner: { network, objective: createObjective(training), optimizer },
        data,
        clock,
        totalSteps,
        samples,
        recorder,
        progress,
        signal: stopper.signal,
        getElapsedMs,
        onPredictions(batch) {
          writer.write(batch)
          observer.onPredictions(batch)
        },
        onEpoch(done) {
          epochsDone = done
          change(state)
        },
        onTest: () => change('evaluating')
      })
    } finally {
      optimizer.dispose()
      network.dispose()
      data.dispose()
    }
  }

  /** Everything is on disk before the last change is announced. */
  async function run(): Promise<void> {
    change('preparing')
    progress.beginPhase('preparing', { epoch: 0, stepsInPhase: LOADING_STEPS })
    const end = await prepareAndTrain().then(describeEnd, describeError)
    await writer.close()
    try {
      recorder.close()
    } catch (error) {
      return change('failed', describeError(error))
    }
    change(end.state, end)
  }

  function describeError(error: unknown): { state: RunState; reason: string | null } {
    if (error instanceof LoadingStopped) return { state: 'stopped', reason: null }
    const context = { stepsDone: clock.step, batchSize: training.batchSize }
    return { state: 'failed', reason: describeFailure(error, context) }
  }

  return {
    runId,
    stop() {
      if (stopper.signal.aborted || !isActive(state)) return
      stopper.abort()
      change('stopping')
    },
    getSeq: recorder.getSeq,
    flush: recorder.close,
    done: run()
  }
}

function describeEnd(outcome: TrainOutcome): {
  state: RunState
  reason?: string
  test?: TestResult
} {
  switch (outcome.kind) {
    case 'finished':
      return { state: 'finished', test: outcome.test }
    case 'stopped':
      return { state: 'stopped' }
    case 'diverged':
      return { state: 'failed', reason: outcome.reason }
  }
}

function countSteps({ experiment, maxSteps }: RunRequest, { trainCount }: CheckedRun): number {
  const { epochs, batchSize } = experiment.training
  return Math.min(epochs * Math.ceil(trainCount / batchSize), maxSteps ?? Infinity)
}

function planWork(
  request: RunRequest,
  checked: CheckedRun
): Parameters<typeof createProgressMeter>[0]['planned'] {
  const { epochs, batchSize } = request.experiment.training
  const trainingSteps = countSteps(request, checked)
  const stepsPerEpoch = Math.ceil(checked.trainCount / batchSize)
  const validations = Math.ceil(trainingSteps / stepsPerEpoch)
  return {
    epochs,
    trainingSteps,
    evaluationBatches:
      validations * Math.ceil(checked.validationCount / batchSize) +
      Math.ceil(checked.card.testCount / batchSize)
  }
}
