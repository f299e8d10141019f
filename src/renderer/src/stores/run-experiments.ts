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
  const reading = new Map<string, Promise<Experiment>>()

  const runs = useRunsStore()
  // A run that goes back to its checkpoint keeps its experiment.
  runs.onDidForget((runId) => {
    if (!runs.get(runId)) experiments.delete(runId)
  })

  /** All of them are there at once: what follows from a hundred experiments is found once, and not a hundred times. */
  async function loadAll(runIds: readonly string[]): Promise<void> {
    const answers = await Promise.allSettled(
      runIds.filter(isMissing).map(async (runId) => [runId, await read(runId)] as const)
    )
    for (const answer of answers)
      if (answer.status === 'fulfilled') experiments.set(...answer.value)
    const failed = answers.find((answer) => answer.status === 'rejected')
    if (failed) throw failed.reason
  }

  const load = (runId: string): Promise<void> => loadAll([runId])

  function isMissing(runId: string): boolean {
    // A run of another program has none.
    const run = runs.get(runId)
    return !experiments.has(runId) && !(run && isForeign(run))
  }

  function read(runId: string): Promise<Experiment> {
    const known = reading.get(runId)
    if (known) return known
    const promise = app.call.getRunExperiment({ runId }).finally(() => reading.delete(runId))
    reading.set(runId, promise)
    return promise
  }

  return { experiments, load, loadAll }
})
