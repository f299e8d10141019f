/** The queue, for the page: every change is answered with the queue as it is then. */
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

  /** Carries out a change and gives the queue as it is after it. */
  const after = (change: () => void) => {
    change()
    return queue.view
  }

  return {
    getQueue: () => queue.view,
    addToQueue: (wanted) => after(() => queue.add(wanted)),
    moveInQueue: (wanted) => after(() => queue.move(wanted)),
    removeFromQueue: ({ id }) => after(() => queue.remove(id)),
    clearQueue: () => after(() => queue.clear()),
    undoQueueRemoval: () => after(() => queue.undo()),
    holdQueue: () => after(() => queue.hold()),
    continueQueue: () => after(() => queue.continue())
  }
}
