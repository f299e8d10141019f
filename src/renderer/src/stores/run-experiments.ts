/** The experiments of runs, as they were when the runs began; read once each. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Experiment } from '@shared/experiment'
import { isForeign } from '@shared/run'
import { useAppClient } from '../app-client'
import { useRunsStore } from './runs'

export const useRunExperimentsStore = defineStore('run-experiments', () => {
  const app = useAppClient()
  const experiments = shallowReactive(new Map<string, Experiment>())
  const reading = new Map<string, Promise<void>>()

  const runs = useRunsStore()
  // A run that goes back to its checkpoint keeps its experiment.
  runs.onDidForget((runId) => {
    if (!runs.get(runId)) experiments.delete(runId)
  })

  async function load(runId: string): Promise<void> {
    // A run of another program has none.
    const run = runs.get(runId)
    if (experiments.has(runId) || (run && isForeign(run))) return
    const promise = reading.get(runId) ?? read(runId)
    reading.set(runId, promise)
    await promise
  }

  async function read(runId: string): Promise<void> {
    try {
      experiments.set(runId, await app.call.getRunExperiment({ runId }))
    } finally {
      reading.delete(runId)
    }
  }

  return { experiments, load }
})
