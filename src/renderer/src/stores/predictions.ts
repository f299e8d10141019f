/** PredictionBatch, from the live client to the strip of pictures: the newest of each run that was looked at. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { PredictionBatch } from '@shared/predictions'
import { useAppClient } from '../app-client'
import { useRunsStore } from './runs'

export const usePredictionsStore = defineStore('predictions', () => {
  const app = useAppClient()
  const newest = shallowReactive(new Map<string, PredictionBatch>())

  useRunsStore().onDidForget((runId) => void newest.delete(runId))

  /** Keeps a batch unless a newer one is here. */
  function take(batch: PredictionBatch): void {
    const known = newest.get(batch.runId)
    if (!known || batch.step >= known.step) newest.set(batch.runId, batch)
  }

  /** Reads the stored predictions of a run. */
  async function load(runId: string): Promise<void> {
    const batch = await app.call.getRunPredictions({ runId })
    if (batch) take(batch)
  }

  return { newest, take, load }
})
