/** Starting and stopping: whether it can be done now, and doing it. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ChangeRun } from '@shared/contract/trainer'
import type { DatasetStatus } from '@shared/dataset'
import { canPause, canStop } from '@shared/run'
import { useAppClient } from '../app-client'
import { findReadiness } from '../readiness'
import { useDatasetsStore } from './datasets'
import { useExperimentsStore } from './experiments'
import { useRunsStore } from './runs'
import { useTrainerStore } from './trainer'

export const useTrainingStore = defineStore('training', () => {
  const app = useAppClient()
  const experiments = useExperimentsStore()
  const datasets = useDatasetsStore()
  const runs = useRunsStore()
  const trainer = useTrainerStore()
  const isStarting = shallowRef(false)

  const readiness = computed(() =>
    findReadiness({
      experiment: experiments.chosen?.experiment ?? null,
      datasetId: datasets.chosenId,
      dataset: datasets.chosen,
      areDatasetsKnown: datasets.statuses !== null,
      trainer: trainer.status
    })
  )
  /** A set that is there, in place of the chosen one whose files are not; null when none is needed or none fits. */
  const substitute = computed(() => {
    const { value } = readiness
    if (value.kind !== 'blocked' || value.repair !== 'choose-folder') return null
    const fits = (dataset: DatasetStatus): boolean =>
      findReadiness({
        experiment: experiments.chosen?.experiment ?? null,
        datasetId: dataset.card.id,
        dataset,
        areDatasetsKnown: true,
        trainer: trainer.status
      }).kind === 'ready'
    return datasets.statuses?.find(fits)?.card ?? null
  })
  const canStart = computed(
    () => readiness.value.kind === 'ready' && !isStarting.value && runs.active === null
  )
  const canStopNow = computed(() => runs.active !== null && canStop(runs.active.state))

  /** Starts a run of the chosen experiment and shows it. @throws the sentence why it cannot be trained. */
  async function start(): Promise<void> {
    const experiment = experiments.chosen?.experiment
    const datasetId = datasets.chosenId
    if (!canStart.value || !experiment || datasetId === null) return
    isStarting.value = true
    try {
      const record = await app.call.startTraining({ experiment, datasetId })
      // The event may have told more of the run by now than this answer does.
      if (!runs.get(record.id)) runs.take(record)
      runs.select(record.id)
    } finally {
      isStarting.value = false
    }
  }

  /** Asks the active run to end within one step; with `evaluate`, after a test on the test pictures. */
  async function stop({ evaluate = false } = {}): Promise<void> {
    if (runs.active) await app.call.stopTraining({ runId: runs.active.id, evaluate })
  }

  /** Stops a run if it is at work, and removes it with all that it recorded. */
  async function discard(runId: string): Promise<void> {
    await app.call.discardRun({ runId })
  }

  const isStopping = computed(() => runs.active?.state === 'stopping')
  const isPaused = computed(() => runs.active?.state === 'paused')
  const canPauseNow = computed(() => runs.active !== null && canPause(runs.active.state))

  /** Holds the active run between two steps, or lets it go on. */
  async function pauseOrResume(): Promise<void> {
    if (!runs.active) return
    const { id: runId } = runs.active
    await (isPaused.value ? app.call.resumeTraining({ runId }) : app.call.pauseTraining({ runId }))
  }

  /** Takes one step of the paused run. */
  async function step(): Promise<void> {
    if (runs.active) await app.call.stepTraining({ runId: runs.active.id })
  }

  /** Changes the active run at its next step. @throws the sentence why it cannot. */
  async function change(changes: Omit<ChangeRun, 'runId'>): Promise<void> {
    if (runs.active) await app.call.changeTraining({ runId: runs.active.id, ...changes })
  }

  return {
    readiness,
    substitute,
    isStarting,
    canStart,
    canStopNow,
    canPauseNow,
    isPaused,
    isStopping,
    start,
    stop,
    discard,
    pauseOrResume,
    step,
    change
  }
})
