/** Tells where a run is and how long it will take; at most ten times a second. */
import type { RunProgress, runPhases } from '@shared/run'

type Phase = (typeof runPhases)[number]

export interface ProgressMeter {
  /** Announces a phase at once. `stepsInPhase` are the steps of the epoch, or the batches of the evaluation. */
  beginPhase(phase: Phase, options: { epoch: number; stepsInPhase: number }): void
  /** Counts one step or one batch of the phase, which took `durationMs`. */
  didStep(durationMs: number): void
  /** Tells how far the reading of the data is, 0..1. */
  didLoad(share: number): void
}

/** What is ahead when the run begins. */
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
  planned,
  getElapsedMs,
  onProgress
}: {
  runId: string
  planned: PlannedWork
  getElapsedMs: () => number
  onProgress: (progress: RunProgress) => void
}): ProgressMeter {
  const recentStepsMs: number[] = []
  const recentBatchesMs: number[] = []
  let phase: Phase = 'preparing'
  let epoch = 0
  let step = 0
  let stepsInPhase = 0
  let globalStep = 0
  let evaluatedBatches = 0
  let lastEmitAt = -Infinity

  function emit(): void {
    lastEmitAt = performance.now()
    const msPerStep = computeMedian(recentStepsMs)
    onProgress({
      runId,
      phase,
      epoch,
      epochs: planned.epochs,
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
    const steps = Math.max(0, planned.trainingSteps - globalStep)
    const batches = Math.max(0, planned.evaluationBatches - evaluatedBatches)
    return steps * msPerStep + batches * msPerBatch
  }

  return {
    beginPhase(next, options) {
      phase = next
      epoch = options.epoch
      step = 0
      stepsInPhase = options.stepsInPhase
      emit()
    },
    didStep(durationMs) {
      step++
      if (phase === 'training') {
        globalStep++
        // The first step also warms TensorFlow up, and would double the first estimate.
        if (globalStep > 1) keepRecent(recentStepsMs, durationMs)
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
