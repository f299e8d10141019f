/** One run from its data to its last state: prepares, trains, reports every change, and leaves nothing behind. */
import type { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { NOT_STORED } from '@shared/evaluation'
import { adviseOnMemory } from '@shared/memory'
import type { startRunSchema } from '@shared/contract/trainer'
import type { MetricBatch } from '@shared/metrics'
import type { PredictionBatch } from '@shared/predictions'
import {
  canMove,
  canPause,
  isActive,
  type RunChange,
  type RunProgress,
  type RunState,
  type TestResult
} from '@shared/run'
import type { RunEvent } from '@shared/run-events'
import { changePlan, type RunChanges } from './change-plan'
import type { CheckedRun } from './check-run'
import type { Checkpoint } from './checkpoint/checkpoint'
import { checkpointFolderOf } from './checkpoint/checkpoint-folder'
import {
  checkpointTrouble,
  createCheckpointKeeper,
  type CheckpointKeeper
} from './checkpoint/checkpoint-keeper'
import { gatherTensors, gatherWeights } from './checkpoint/tensors'
import { createWeightFiles, readRunWeights, weightTrouble } from './checkpoint/weight-files'
import { LoadingStopped } from './datasets/dataset'
import { describeFailure } from './describe-failure'
import { createEpochCallbacks, type EpochCallbacks } from './epoch-callbacks'
import { getFreeMemory } from './free-memory'
import { createMetricRecorder } from './metric-recorder'
import { createPredictionWriter } from './prediction-writer'
import { prepareTraining, type PreparedTraining } from './prepare-training'
import { createProgressMeter } from './progress-meter'
import { createRunEvaluations, removeEvaluations, type RunEvaluations } from './run-evaluations'
import { createRunEventLog } from './run-event-log'
import { getRuntimeInfo } from './runtime-info'
import { findStartingPoint } from './starting-point'
import { createStepReader } from './step-reader'
import { createStopwatch } from './stopwatch'
import { train, type TrainingPosition, type TrainOutcome } from './train'
import {
  countWholeEpochs,
  createTrainingPlan,
  findStepAfter,
  type TrainingPlan
} from './training-plan'
import { createTroubleNote, type TroubleWords } from './trouble-note'
import { createTurnControl } from './turns'
import { createWriteGuard, writeTrouble } from './write-guard'

export interface RunObserver {
  onChange(change: RunChange): void
  onEvent(runId: string, event: RunEvent): void
  onProgress(progress: RunProgress): void
  onMetrics(batch: MetricBatch): void
  onPredictions(batch: PredictionBatch): void
}

/** What is asked takes effect at the next batch. A refusal is a UserError that says why. */
export interface ActiveRun {
  readonly runId: string
  /** Ends the run; with `evaluate`, the test comes first. */
  stop(options: { evaluate: boolean }): void
  pause(): void
  resume(): void
  /** Takes one batch while the run is paused. */
  step(): void
  change(wanted: RunChanges): void
  /** Number of the newest MetricBatch. */
  getSeq(): number
  /** Reads what the device still has, so that whoever looks from outside sees the run as it is. */
  settle(): void
  /** Writes what is not yet on disk, for a process that is about to end. */
  flush(): void
  /** Resolves when the run has ended, however it did. Never rejects. */
  readonly done: Promise<void>
}

type RunRequest = z.output<typeof startRunSchema>

/** Steps shown while the data is read, so that a bar has something to fill. */
const LOADING_STEPS = 100

/** Starts or resumes a run that was checked. @throws when its files cannot be opened, or there is nothing to go on from. */
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
  const runtime = getRuntimeInfo()
  const { trainCount, validationCount } = checked
  const data = { trainCount, validationCount }
  const start = findStartingPoint(request, runtime, data)
  const { origin } = start
  const notes = [...checked.notes, ...start.notes]
  const clock = { step: start.step }
  const position: TrainingPosition = { ...start.position }
  const stopwatch = createStopwatch(start.elapsedMs)
  const { getElapsedMs } = stopwatch
  const plan = createTrainingPlan(training, {
    stepsPerEpoch: Math.ceil(checked.trainCount / training.batchSize),
    maxSteps: request.maxSteps,
    origin
  })
  Object.assign(plan, start.plan)
  const recorder = createMetricRecorder({
    runId,
    folder,
    from: start.files?.metrics,
    onBatch: observer.onMetrics,
    onWillFlush: () => reader.settle(),
    onBehind: () => guard.didFallBehind()
  })
  const reader = createStepReader({ recorder, position, wanted: training.metrics })
  const events = createRunEventLog({
    folder,
    keepBytes: start.files?.eventBytes,
    getMoment: () => ({ step: clock.step, elapsedMs: getElapsedMs() }),
    onEvent: (event) => observer.onEvent(runId, event),
    onBehind: () => guard.didFallBehind()
  })
  removeEvaluations(folder)
  const writer = createPredictionWriter(folder)
  const progress = createProgressMeter({
    runId,
    getPlanned: () => planWork(plan, checked, training.batchSize),
    done: {
      trainingSteps: clock.step,
      evaluationBatches:
        (start.epochsDone - origin.epoch + 1) *
        Math.ceil(checked.validationCount / training.batchSize)
    },
    getElapsedMs,
    onProgress: observer.onProgress
  })
  // Before the run takes its own: what is free once it has failed says nothing.
  const availableBytes = getFreeMemory()
  const turns = createTurnControl({ onHeld, onReleased })
  const guard = createWriteGuard({
    getFiles: () => [recorder, events],
    turns,
    note: noteTrouble(writeTrouble),
    onGone() {
      checkpoints?.seal()
      turns.stop({ evaluate: false })
    }
  })
  let state: RunState = 'preparing'
  let { epochsDone } = start
  let checkpoints: CheckpointKeeper | null = null

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
      epochs: plan.epochs,
      epochsDone,
      stepsDone: clock.step,
      elapsedMs: getElapsedMs(),
      notes: [...notes],
      test
    })
  }

  function onHeld(): void {
    stopwatch.stop()
    // Whoever holds a run wants to see where it is.
    reader.settle()
    // A checkpoint names places in the files, which are not there yet while these are behind.
    if (!guard.isBehind) checkpoints?.save()
    change('paused')
  }

  function onReleased(): void {
    stopwatch.start()
    // One batch on request leaves the run paused.
    if (!turns.isHeld) change('training')
  }

  /** Null where the run has diverged: what comes before is worth more. */
  function captureCheckpoint(
    { network, learner: { optimizer } }: PreparedTraining,
    callbacks: EpochCallbacks
  ): Checkpoint | null {
    reader.settle()
    if (reader.diverged) return null
    const { states, kept } = callbacks.getMemory()
    const { epochs, samplesEverySteps, baseLearningRate, maxSteps } = plan
    return {
      header: {
        runId,
        seed: training.seed,
        tensorflowVersion: runtime.tensorflowVersion,
        isOneDnnEnabled: runtime.isOneDnnEnabled,
        step: clock.step,
        position: { ...position },
        epochsDone,
        origin,
        plan: { epochs, samplesEverySteps, baseLearningRate, maxSteps },
        data,
        optimizer: training.optimizer.kind,
        iterations: optimizer.iterations,
        callbackStates: [...states],
        elapsedMs: getElapsedMs(),
        metrics: recorder.sync(),
        eventBytes: events.sync()
      },
      tensors: gatherTensors(network, optimizer, kept)
    }
  }

  function noteTrouble(words: TroubleWords): ReturnType<typeof createTroubleNote> {
    return createTroubleNote({
      notes,
      getStep: () => clock.step,
      words,
      onChange: () => change(state)
    })
  }

  function keepEvaluations(
    { network, data }: PreparedTraining,
    callbacks: EpochCallbacks
  ): RunEvaluations {
    const checkpointFolder = checkpointFolderOf(folder)
    return createRunEvaluations({
      folder,
      datasetId: request.dataset.id,
      classNames: checked.card.classNames,
      loss: training.loss,
      network,
      data,
      getStep: () => clock.step,
      getEndStep() {
        const epoch = callbacks.getRestoredEpoch()
        // The last epoch may have been cut short.
        return epoch === null ? clock.step : Math.min(clock.step, findStepAfter(plan, epoch))
      },
      countEpochs: (step) => countWholeEpochs(plan, step),
      findBest: () => readRunWeights('best', { folder: checkpointFolder, runId, network }),
      onProblem(reason) {
        const sentence = `${NOT_STORED}: ${reason}. The run is whole without it; with room on the disk, "receptive evaluate" stores it.`
        if (notes.includes(sentence)) return
        notes.push(sentence)
        change(state)
      }
    })
  }

  async function prepareAndTrain(): Promise<TrainOutcome> {
    const prepared = await prepareTraining(request, {
      checked,
      clock,
      signal: turns.signal,
      onProgress: progress.didLoad
    })
    try {
      const { network, data, learner, samples } = prepared
      const weightNote = noteTrouble(weightTrouble)
      const callbacks = createEpochCallbacks({
        settings: training.callbacks,
        network,
        plan,
        events,
        clock,
        weightFiles: createWeightFiles({
          folder: checkpointFolderOf(folder),
          runId,
          gather: () => gatherWeights(network),
          onProblem: weightNote.begin,
          onWritten: weightNote.end
        }),
        memory: start.restore(learner, events)
      })
      const trouble = noteTrouble(checkpointTrouble)
      const keeper = createCheckpointKeeper({
        folder: checkpointFolderOf(folder),
        everyMs: request.checkpointEverySeconds * 1000,
        capture: () => captureCheckpoint(prepared, callbacks),
        onProblem: trouble.begin,
        onWritten: trouble.end
      })
      checkpoints = keeper
      stopwatch.start()
      change('training')
      return await train({
        training,
        plan,
        position,
        learner,
        data,
        clock,
        callbacks,
        checkpoints: keeper,
        evaluations: keepEvaluations(prepared, callbacks),
        samples,
        recorder,
        reader,
        progress,
        turns,
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
      checkpoints?.seal()
      reader.dispose()
      prepared.dispose()
    }
  }

  /** Everything is on disk before the last change is announced. */
  async function run(): Promise<void> {
    change('preparing')
    progress.beginPhase('preparing', { epoch: 0, stepsInPhase: LOADING_STEPS })
    const end = await prepareAndTrain().then(describeEnd, describeError)
    await writer.close()
    await guard.settle(turns.signal)
    try {
      recorder.close()
    } catch (error) {
      return change('failed', describeError(error))
    } finally {
      events.close()
    }
    change(end.state, end)
  }

  function describeError(error: unknown): { state: RunState; reason: string | null } {
    if (error instanceof LoadingStopped) return { state: 'stopped', reason: null }
    const { batchSize } = training
    const reason = describeFailure(error, {
      stepsDone: clock.step,
      adviseOnMemory: () => adviseOnMemory(checked.graph, { batchSize, availableBytes })
    })
    return { state: 'failed', reason }
  }

  return {
    runId,
    stop({ evaluate }) {
      if (!isActive(state)) return
      // Before the first step there is nothing to evaluate; and a test under way is the one that was asked for.
      turns.stop({ evaluate: evaluate && state !== 'preparing' })
      if (state !== 'stopping') change('stopping')
    },
    pause() {
      guard.keepHeld()
      if (turns.isHeld) return
      if (!canPause(state)) throw new UserError(`A run that is ${state} cannot be paused.`)
      turns.hold()
      events.record('paused', 'Paused.')
    },
    resume() {
      if (!turns.isHeld) return
      guard.catchUp()
      if (!turns.isHeld) return
      events.record('resumed', 'Continued after a pause.')
      turns.release()
    },
    step() {
      if (!turns.isHeld) throw new UserError('Pause the run before taking single steps.')
      guard.catchUp()
      turns.allowOne()
    },
    change(wanted) {
      if (!canPause(state) && state !== 'paused') {
        throw new UserError(`A run that is ${state} cannot be changed any more.`)
      }
      changePlan(plan, wanted, { epochAtWork: position.epoch, record: events.record })
      // Before the first step that feels it: what it may ruin is kept, and it is not lost with the process.
      checkpoints?.save()
      // Whoever lists the run learns of its new number of epochs.
      change(state)
    },
    getSeq: recorder.getSeq,
    settle: reader.settle,
    flush() {
      checkpoints?.saveLast()
      reader.settle()
      recorder.close()
    },
    done: run()
  }
}

function describeEnd(outcome: TrainOutcome): {
  state: RunState
  reason?: string
  test?: TestResult | null
} {
  switch (outcome.kind) {
    case 'finished':
      return { state: 'finished', test: outcome.test }
    case 'stopped':
      return { state: 'stopped', test: outcome.test }
    case 'diverged':
      return { state: 'failed', reason: outcome.reason }
  }
}

function planWork(
  plan: TrainingPlan,
  { validationCount, card }: CheckedRun,
  batchSize: number
): ReturnType<Parameters<typeof createProgressMeter>[0]['getPlanned']> {
  const trainingSteps = plan.getTotalSteps()
  const { step, batch } = plan.origin
  const validations = Math.ceil((trainingSteps - step + batch) / plan.stepsPerEpoch)
  return {
    epochs: plan.epochs,
    trainingSteps,
    evaluationBatches:
      validations * Math.ceil(validationCount / batchSize) + Math.ceil(card.testCount / batchSize)
  }
}
