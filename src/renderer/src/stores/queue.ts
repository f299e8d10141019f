/** The queue as main tells it, and what a person may ask of it. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppContract } from '@shared/contract/app'
import type { CallInput } from '@shared/contract/define'
import type { QueueView } from '@shared/queue'
import { useAppClient } from '../app-client'
import { useDatasetsStore } from './datasets'
import { useExperimentsStore } from './experiments'
import { useMessagesStore } from './messages'
import { useTrainingStore } from './training'

export const useQueueStore = defineStore('queue', () => {
  const app = useAppClient()
  const datasets = useDatasetsStore()
  const experiments = useExperimentsStore()
  const messages = useMessagesStore()
  const training = useTrainingStore()
  /** Null until it is known. */
  const view = shallowRef<QueueView | null>(null)

  app.on('onDidChangeQueue', (changed) => (view.value = changed))

  const entries = computed(() => view.value?.entries ?? [])
  const isHeld = computed(() => view.value?.isHeld ?? false)
  const reason = computed(() => view.value?.reason ?? null)
  const canUndo = computed(() => view.value?.canUndo ?? false)
  /** A run at work is no obstacle; everything else that keeps the chosen experiment from training is. */
  const canAdd = computed(() => training.readiness.kind === 'ready')

  async function load(): Promise<void> {
    const loaded = await app.call.getQueue(undefined)
    // What main has told meanwhile is newer than this answer.
    view.value ??= loaded
    const isLost = loaded.entries.length === 0 && loaded.reason !== null
    if (isLost) messages.showError(new Error(loaded.reason ?? ''))
  }

  /** Adds the chosen experiment on the chosen data set, `repeats` times with one seed after the other. */
  async function add(repeats = 1): Promise<void> {
    const experiment = experiments.chosen?.experiment
    const datasetId = datasets.chosenId
    if (!canAdd.value || !experiment || datasetId === null) return
    await put({ experiment, datasetId, repeats })
  }

  /** Adds any experiment; answers with the ids of its entries. @throws the sentence why there is no room. */
  const put = (addition: CallInput<AppContract, 'addToQueue'>): Promise<string[]> =>
    app.call.addToQueue(addition)

  /** Puts an entry at the place `to`, from 0. */
  const move = (id: string, to: number): Promise<void> => app.call.moveInQueue({ id, to })
  const remove = (ids: readonly string[]): Promise<void> =>
    app.call.removeFromQueue({ ids: [...ids] })
  const clear = (): Promise<void> => app.call.clearQueue(undefined)
  const undo = (): Promise<void> => app.call.undoQueueRemoval(undefined)
  const hold = (): Promise<void> => app.call.holdQueue(undefined)
  /** Also tries again what could not be started. */
  const goOn = (): Promise<void> => app.call.continueQueue(undefined)
  const holdOrGoOn = (): Promise<void> => (isHeld.value ? goOn() : hold())

  return {
    view,
    entries,
    isHeld,
    reason,
    canUndo,
    canAdd,
    load,
    add,
    put,
    move,
    remove,
    clear,
    undo,
    hold,
    goOn,
    holdOrGoOn
  }
})
