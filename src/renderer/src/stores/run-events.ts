/** What happened to runs beside their metrics: read once a run, then as main tells it. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { RunEvent } from '@shared/run-events'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'

const NONE: readonly RunEvent[] = []

export const useRunEventsStore = defineStore('run-events', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  const events = shallowReactive(new Map<string, readonly RunEvent[]>())
  const asked = new Set<string>()

  /** The events of a run, in the order of their steps; read on the first asking. */
  function get(runId: string): readonly RunEvent[] {
    if (!asked.has(runId)) {
      asked.add(runId)
      load(runId).catch(messages.showError)
    }
    return events.get(runId) ?? NONE
  }

  /** What main tells is in the file by then, so that reading it again misses nothing and doubles nothing. */
  async function load(runId: string): Promise<void> {
    events.set(runId, await app.call.getRunEvents({ runId }))
  }

  app.on('onRunEvent', ({ runId }) => {
    if (asked.has(runId)) load(runId).catch(messages.showError)
  })

  return { get }
})
