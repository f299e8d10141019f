/** MetricBatch, from the live client to the charts: the runs whose values are in memory, each whole and without doubles. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { MetricBatch } from '@shared/metrics'
import { useAppClient } from '../app-client'
import { useMessagesStore } from './messages'
import { useRunsStore } from './runs'
import { createRunMetrics, type RunMetrics } from './run-metrics'

/** Main hears the same batches over a port of its own, at most a flush (50 ms) and a busy moment later. */
const RETRY_AFTER_MS = 150
const MOST_RETRIES = 40

/** A long run is tens of megabytes; those looked at least recently are read again when needed. */
const MOST_RUNS_IN_MEMORY = 8

export const useMetricsStore = defineStore('metrics', () => {
  const app = useAppClient()
  const messages = useMessagesStore()
  // Insertion order is the order of use: the first is the one looked at longest ago.
  const runs = new Map<string, RunMetrics>()
  const loading = new Map<string, Promise<void>>()
  const takeListeners = new Set<(runId: string) => void>()
  /** Changes whenever a run's values were forgotten: whoever holds them opens them again. */
  const forgottenCount = shallowRef(0)

  useRunsStore().onDidForget((runId) => {
    runs.delete(runId)
    loading.delete(runId)
    forgottenCount.value++
  })

  /** The values of a run, now or soon: reads its history unless it is already here. */
  function open(runId: string): RunMetrics {
    const known = runs.get(runId)
    const run = getRun(runId)
    if (!known) load(runId).catch(messages.showError)
    return run
  }

  /** True for a run whose values are in memory. */
  function has(runId: string): boolean {
    return runs.has(runId)
  }

  /** Takes in a live batch; a gap before it makes the history be read. */
  function take(batch: MetricBatch): void {
    const run = getRun(batch.runId)
    run.take(batch)
    if (run.seq < run.newestSeq) load(batch.runId).catch(messages.showError)
    for (const listener of [...takeListeners]) listener(batch.runId)
  }

  /** Hears of each run that a live batch has come for. */
  function onDidTake(listener: (runId: string) => void): () => void {
    takeListeners.add(listener)
    return () => takeListeners.delete(listener)
  }

  /** Notes that a run has a batch of this number, and reads what is missing. Resolves when it is here. */
  async function catchUp(runId: string, seq = 0): Promise<void> {
    getRun(runId).expect(seq)
    await load(runId)
  }

  function getRun(runId: string): RunMetrics {
    const run = runs.get(runId) ?? createRunMetrics(runId)
    runs.delete(runId)
    runs.set(runId, run)
    for (const oldId of [...runs.keys()].slice(0, -MOST_RUNS_IN_MEMORY)) {
      if (!loading.has(oldId)) runs.delete(oldId)
    }
    return run
  }

  function load(runId: string): Promise<void> {
    const started = loading.get(runId)
    if (started) return started
    const promise = readHistory(runId).finally(() => {
      if (loading.get(runId) === promise) loading.delete(runId)
    })
    loading.set(runId, promise)
    return promise
  }

  async function readHistory(runId: string): Promise<void> {
    const run = getRun(runId)
    for (let attempt = 0; attempt < MOST_RETRIES; attempt++) {
      const history = await app.call.getRunHistory({ runId })
      // Forgotten meanwhile: the answer is about what it was.
      if (runs.get(runId) !== run) return
      run.join(history)
      if (run.seq >= run.newestSeq) return
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
    }
  }

  return { forgottenCount, open, has, take, onDidTake, catchUp }
})
