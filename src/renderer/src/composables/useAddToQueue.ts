/** Adds to the queue, and says so where the queue is not in sight. */
import { useExperimentsStore } from '../stores/experiments'
import { useMessagesStore } from '../stores/messages'
import { useQueueStore } from '../stores/queue'
import { useRunsPanel } from './useRunsPanel'

export function useAddToQueue(): (repeats?: number) => Promise<void> {
  const queue = useQueueStore()
  const experiments = useExperimentsStore()
  const messages = useMessagesStore()
  const panel = useRunsPanel()
  return async (repeats = 1) => {
    await queue.add(repeats)
    if (panel.isOpen.value) return
    const name = experiments.chosen?.experiment.name ?? ''
    const times = repeats === 1 ? '' : ` ${repeats} times`
    messages.showNotice(`Added "${name}"${times} to the queue.`)
  }
}
