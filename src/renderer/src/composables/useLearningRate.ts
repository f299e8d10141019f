/** The learning rate of a run as it is now: the experiment's, or what a change set since. */
import { computed, watch, type ComputedRef } from 'vue'
import { useMessagesStore } from '../stores/messages'
import { useRunEventsStore } from '../stores/run-events'
import { useRunExperimentsStore } from '../stores/run-experiments'

/** Null while it is not known. A schedule shapes this rate over the steps. */
export function useLearningRate(getRunId: () => string | null): ComputedRef<number | null> {
  const experiments = useRunExperimentsStore()
  const events = useRunEventsStore()
  const messages = useMessagesStore()
  watch(
    getRunId,
    (runId) => {
      if (runId !== null) experiments.load(runId).catch(messages.showError)
    },
    { immediate: true }
  )
  return computed(() => {
    const runId = getRunId()
    if (runId === null) return null
    const changes = events.get(runId).filter(({ kind }) => kind === 'learning-rate')
    const newest = changes[changes.length - 1]?.learningRate
    return newest ?? experiments.experiments.get(runId)?.training.optimizer.learningRate ?? null
  })
}
