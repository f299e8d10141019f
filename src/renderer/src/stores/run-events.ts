/** What happened to runs beside their metrics: read once a run, then as main tells it. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { RunEvent } from '@shared/run-events'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'
import { useRunsStore } from './runs'

const NONE: readonly RunEvent[] = []

export const useRunEventsStore = defineStore('run-events', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  const runs = useRunsStore()
  const events = shallowReactive(new Map<string, readonly RunEvent[]>())
  const wanted = new Set<string>()

  /** The events of a run that are here, in the order of their steps. */
  function get(runId: string): readonly RunEvent[] {
    return events.get(runId) ?? NONE
  }

  /** Reads the events of a run unless they are here, and keeps them up to date from now on. */
  function want(runId: string): void {
    if (wanted.has(runId)) return
    wanted.add(runId)
    load(runId).catch(messages.showError)
  }

  /** What main tells is in the file by then, so that reading it again misses nothing and doubles nothing. */
  async function load(runId: string): Promise<void> {
    const loaded = await app.call.getRunEvents({ runId })
    if (wanted.has(runId)) events.set(runId, loaded)
  }

  app.on('onRunEvent', ({ runId }) => {
    if (wanted.has(runId)) load(runId).catch(messages.showError)
  })

  // A run that goes back to its checkpoint is still there, with fewer events.
  runs.onDidForget((runId) => {
    const isThere = runs.get(runId) !== null
    events.delete(runId)
    if (!isThere) wanted.delete(runId)
    else if (wanted.has(runId)) load(runId).catch(messages.showError)
  })

  return { get, want }
})
