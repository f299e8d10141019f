/** The queue, for the page: it asks for changes, and hears the queue after each. */
import type { TrainingQueue } from '@host/training-queue'
import type { AppHandlers, Broadcast } from '../ipc'

export function createQueue(
  queue: TrainingQueue,
  broadcast: Broadcast
): Pick<
  AppHandlers,
  | 'getQueue'
  | 'addToQueue'
  | 'moveInQueue'
  | 'removeFromQueue'
  | 'clearQueue'
  | 'undoQueueRemoval'
  | 'holdQueue'
  | 'continueQueue'
> {
  queue.onDidChange((view) => broadcast('onDidChangeQueue', view))
  return {
    getQueue: () => queue.view,
    addToQueue: (wanted) => queue.add(wanted),
    moveInQueue: (wanted) => queue.move(wanted),
    removeFromQueue: ({ ids }) => queue.remove(ids),
    clearQueue: () => queue.clear(),
    undoQueueRemoval: () => queue.undo(),
    holdQueue: () => queue.hold(),
    continueQueue: () => queue.continue()
  }
}
