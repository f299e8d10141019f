/** Configuration and metrics of the runs, read when a table needs them and again when a run has gone on. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RunRecord } from '@shared/run'
import type { RunFacts } from '@shared/run-facts'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'
import { useRunsStore } from './runs'

/** So many are asked for at once: the first rows are there soon, and main answers others in between. */
const CHUNK = 250

export const useRunFactsStore = defineStore('run-facts', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  const facts = shallowRef<ReadonlyMap<string, RunFacts>>(new Map())
  const isReading = shallowRef(false)
  const readAt = new Map<string, string>()
  let queue = Promise.resolve()

  useRunsStore().onDidForget((runId) => {
    readAt.delete(runId)
    const rest = new Map(facts.value)
    if (rest.delete(runId)) facts.value = rest
  })

  /** Reads the facts of these runs, of each one unless they are here for its present epoch and state. */
  function want(records: readonly RunRecord[]): void {
    const missing = records.filter((record) => readAt.get(record.id) !== markOf(record))
    if (missing.length === 0) return
    for (const record of missing) readAt.set(record.id, markOf(record))
    isReading.value = true
    const own = (queue = queue.then(() => readAll(missing.map(({ id }) => id))))
    void own.then(() => {
      if (own === queue) isReading.value = false
    })
  }

  async function readAll(runIds: readonly string[]): Promise<void> {
    for (let start = 0; start < runIds.length; start += CHUNK) {
      const chunk = runIds.slice(start, start + CHUNK)
      try {
        const read = await app.call.getRunFacts({ runIds: chunk })
        facts.value = new Map([...facts.value, ...read.map((one) => [one.runId, one] as const)])
      } catch (error) {
        for (const runId of runIds.slice(start)) readAt.delete(runId)
        messages.showError(error)
        return
      }
    }
  }

  return { facts, isReading, want }
})

function markOf({ state, epochsDone }: RunRecord): string {
  return `${state}:${epochsDone}`
}
