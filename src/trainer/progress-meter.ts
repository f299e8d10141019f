/** Tells where a run is and how long it will take; at most ten times a second. */
import type { RunProgress, runPhases } from '@shared/run'

type Phase = (typeof runPhases)[number]

export interface ProgressMeter {
  /**
   * Announces a phase at once. `stepsInPhase` are the steps of the epoch, or the batches of the evaluation;
   * `stepsDone` of them were taken before, when a run was resumed.
   */
  beginPhase(
    phase: Phase,
    options: { epoch: number; stepsInPhase: number; stepsDone?: number }
  ): void
  /** Counts one step or one batch of the phase, which took `durationMs`. */
  didStep(durationMs: number): void
  /** Tells how far the reading of the data is, 0..1. */
  didLoad(share: number): void
}

/** What the whole run is; it may change while the run goes on. */
export interface PlannedWork {
  readonly epochs: number
  readonly trainingSteps: number
  /** Batches of all validations and of the test. */
  readonly evaluationBatches: number
}

const EMIT_EVERY_MS = 100
/** Enough to smooth out the machine's other work, few enough to follow a change. */
const RECENT_STEPS = 20
/** A forward pass alone costs about a third of a training step; used until an evaluation was measured. */
const EVALUATION_SHARE = 1 / 3

export function createProgressMeter({
  runId,
  getPlanned,
  done = { trainingSteps: 0, evaluationBatches: 0 },
  getElapsedMs,
  onProgress
}: {
  runId: string
  getPlanned: () => PlannedWork
  /** What was done of it before, when a run was resumed. @default nothing */
  done?: Omit<PlannedWork, 'epochs'>
  getElapsedMs: () => number
  onProgress: (progress: RunProgress) => void
}): ProgressMeter {
  const recentStepsMs: number[] = []
  const recentBatchesMs: number[] = []
  let phase: Phase = 'preparing'
  let epoch = 0
  let step = 0
  let stepsInPhase = 0
  let globalStep = done.trainingSteps
  let evaluatedBatches = done.evaluationBatches
  let lastEmitAt = -Infinity

  function emit(): void {
    lastEmitAt = performance.now()
    const msPerStep = computeMedian(recentStepsMs)
    onProgress({
      runId,
      phase,
      epoch,
      epochs: getPlanned().epochs,
      step,
      stepsPerEpoch: stepsInPhase,
      globalStep,
      msPerStep,
      elapsedMs: getElapsedMs(),
      remainingMs: msPerStep === null ? null : estimateRemainingMs(msPerStep)
    })
  }

  function estimateRemainingMs(msPerStep: number): number {
    const msPerBatch = computeMedian(recentBatchesMs) ?? msPerStep * EVALUATION_SHARE
    const planned = getPlanned()
    const steps = Math.max(0, planned.trainingSteps - globalStep)
    const batches = Math.max(0, planned.evaluationBatches - evaluatedBatches)
    return steps * msPerStep + batches * msPerBatch
  }

  return {
    beginPhase(next, options) {
      phase = next
      epoch = options.epoch
      step = options.stepsDone ?? 0
      stepsInPhase = options.stepsInPhase
      emit()
    },
    didStep(durationMs) {
      step++
      if (phase === 'training') {
        globalStep++
        // The first step also warms TensorFlow up, and would double the first estimate.
        if (globalStep > done.trainingSteps + 1) keepRecent(recentStepsMs, durationMs)
      } else {
        evaluatedBatches++
        keepRecent(recentBatchesMs, durationMs)
      }
      emitIfDue()
    },
    didLoad(share) {
      step = Math.round(share * stepsInPhase)
      emitIfDue()
    }
  }

  function emitIfDue(): void {
    if (performance.now() - lastEmitAt >= EMIT_EVERY_MS) emit()
  }
}

function keepRecent(values: number[], value: number): void {
  values.push(value)
  if (values.length > RECENT_STEPS) values.shift()
}

/** The middle value; null of nothing. */
function computeMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
