/** Going on from a run: what stands in the way, doing it, and what the dialog about it is open for. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Experiment } from '@shared/experiment'
import type { CheckpointPlace, RunRecord } from '@shared/run'
import { useAppClient } from '../app-client'
import { useRunsStore } from './runs'
import { useTrainerStore } from './trainer'

/** A run that is about to be continued with other settings. */
export interface PlannedContinuation {
  readonly parent: RunRecord
  /** The parent's experiment, as it was. */
  readonly experiment: Experiment
  readonly place: CheckpointPlace
  /** Filled in at the beginning. */
  readonly learningRate: number
  readonly epochs: number
}

export const useContinuationStore = defineStore('continuation', () => {
  const app = useAppClient()
  const runs = useRunsStore()
  const trainer = useTrainerStore()
  /** What the dialog shows; null while it is closed. */
  const planned = shallowRef<PlannedContinuation | null>(null)

  /** Why nothing can be started from this run now, as a sentence; null when it can. A run at work may be branched itself. */
  function findObstacle(runId: string): string | null {
    const { active } = runs
    if (active && active.id !== runId) return `“${active.name}” is at work: stop it first.`
    if (trainer.status.kind === 'failed') return 'The trainer is not running.'
    return trainer.status.kind === 'ready' ? null : 'The trainer is not ready yet.'
  }

  /** Opens the dialog. */
  async function plan(
    parent: RunRecord,
    {
      place,
      learningRate,
      epochs
    }: { place: CheckpointPlace; learningRate: number; epochs: number }
  ): Promise<void> {
    const experiment = await app.call.getRunExperiment({ runId: parent.id })
    planned.value = { parent, experiment, place, learningRate, epochs }
  }

  /** The same run goes on. @throws the sentence why it cannot. */
  async function goOn(runId: string): Promise<void> {
    await app.call.continueTraining({ runId })
    runs.select(runId)
  }

  /** A new run goes on where `runId` is. @throws the sentence why it cannot. */
  async function branch(runId: string, experiment: Experiment): Promise<void> {
    show(await app.call.branchTraining({ runId, experiment }))
  }

  /** The same experiment on the same data set, from its beginning and with the same seed. @throws the sentence why it cannot. */
  async function startAgain({ id: runId, datasetId }: RunRecord): Promise<void> {
    const experiment = await app.call.getRunExperiment({ runId })
    show(await app.call.startTraining({ experiment, datasetId }))
  }

  function show(record: RunRecord): void {
    // The event may have told more of the run by now than this answer does.
    if (!runs.get(record.id)) runs.take(record)
    runs.select(record.id)
  }

  return { planned, findObstacle, plan, goOn, branch, startAgain }
})
