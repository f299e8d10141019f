/** Learning rate and sample interval of a run as they are now: those of the experiment, or what a change set since. */
import { computed, watch, type ComputedRef } from 'vue'
import { useMessagesStore } from '../stores/messages'
import { useRunEventsStore } from '../stores/run-events'
import { useRunExperimentsStore } from '../stores/run-experiments'

export interface RunPlan {
  /** A schedule shapes this rate over the steps. */
  readonly learningRate: number
  readonly samplesEverySteps: number
}

/** What may be changed of a run while it trains, as it is now; null while it is not known. */
export function useRunPlan(getRunId: () => string | null): ComputedRef<RunPlan | null> {
  const experiments = useRunExperimentsStore()
  const events = useRunEventsStore()
  const messages = useMessagesStore()
  watch(
    getRunId,
    (runId) => {
      if (runId === null) return
      events.want(runId)
      experiments.load(runId).catch(messages.showError)
    },
    { immediate: true }
  )
  return computed(() => {
    const runId = getRunId()
    const training = runId === null ? undefined : experiments.experiments.get(runId)?.training
    if (runId === null || !training) return null
    const told = events.get(runId)
    const learningRate = told.filter(({ kind }) => kind === 'learning-rate').at(-1)?.learningRate
    const interval = told.filter(({ kind }) => kind === 'sample-interval').at(-1)?.setTo
    return {
      learningRate: learningRate ?? training.optimizer.learningRate,
      samplesEverySteps: interval ?? training.samplePredictions.everySteps
    }
  })
}
