/** MetricBatch, between live client and stores: connects to every new trainer and hands its events to the stores. */
import { watch } from 'vue'
import { isActive, type RunProgress } from '@shared/run'
import type { AppClient } from './app-client'
import { connectLive, type LiveClient } from './live-client'
import { useMessagesStore } from './stores/messages'
import { useMetricsStore } from './stores/metrics'
import { usePredictionsStore } from './stores/predictions'
import { useProgressStore } from './stores/progress'
import { useRunsStore } from './stores/runs'
import { useTrainerStore } from './stores/trainer'

export interface LiveFeedOptions {
  /** How to reach the trainer. @default connectLive */
  connect?: (app: AppClient) => Promise<LiveClient>
  /** @default STALLED_AFTER_MS */
  stalledAfterMs?: number
}

/**
 * The trainer skips a window that is too many batches behind, and goes on skipping it: without a batch there is
 * nothing to acknowledge. Progress still arrives, so steps without values for this long mean "attach again".
 */
const STALLED_AFTER_MS = 2000

/** A reading from the disk is followed by a pause of so many times its length. */
const PAUSE_SHARE = 4

/** The values of a step and the progress that counts it may cross on the way. */
const STEPS_AHEAD = 2

/** Keeps the window connected for as long as it lives; returns the function that ends it. */
export function startLiveFeed(
  app: AppClient,
  { connect = connectLive, stalledAfterMs = STALLED_AFTER_MS }: LiveFeedOptions = {}
): () => void {
  const trainer = useTrainerStore()
  const runs = useRunsStore()
  const metrics = useMetricsStore()
  const predictions = usePredictionsStore()
  const progress = useProgressStore()
  const messages = useMessagesStore()
  let live: LiveClient | null = null
  let attempt = 0
  /** When a run that another process trains may be read from the disk again. */
  const nextReads = new Map<string, number>()
  let heard = { runId: '', step: 0, atMs: 0 }

  async function reconnect(): Promise<void> {
    const own = ++attempt
    live?.close()
    live = null
    const connected = await connect(app)
    // Another trainer became ready while this one was being asked.
    if (own !== attempt) return connected.close()
    live = connected
    connected.on('onProgress', (newest) => {
      progress.take(newest)
      if (isStalled(newest)) attach(connected).catch(messages.showError)
    })
    connected.on('onPredictions', predictions.take)
    connected.on('onMetrics', (batch) => {
      metrics.take(batch)
      heard = { runId: batch.runId, step: batch.steps.at(-1) ?? 0, atMs: performance.now() }
      connected.acknowledge(batch.runId, batch.seq)
    })
    await attach(connected)
  }

  /** True once for each time that steps are made and no values of them come. */
  function isStalled({ runId, globalStep }: RunProgress): boolean {
    const now = performance.now()
    if (runId !== heard.runId) heard = { runId, step: globalStep, atMs: now }
    const isBehind = globalStep - heard.step >= STEPS_AHEAD && now - heard.atMs > stalledAfterMs
    if (isBehind) heard = { runId, step: globalStep, atMs: now }
    return isBehind
  }

  /** True for a run whose values come over the port. */
  const isHeard = (runId: string): boolean => live !== null && heard.runId === runId

  const isShown = (runId: string): boolean => runId === runs.selectedId || metrics.has(runId)

  /** A long history takes its time: what another process trains is read again when that is a small part of it. */
  function isDue(runId: string): boolean {
    return isShown(runId) && performance.now() >= (nextReads.get(runId) ?? 0)
  }

  async function followFromDisk(runId: string): Promise<void> {
    const startedAt = performance.now()
    nextReads.set(runId, Infinity)
    try {
      await metrics.catchUp(runId)
      if (runId === runs.selectedId) await predictions.load(runId)
    } catch (error) {
      messages.showError(error)
    }
    const now = performance.now()
    nextReads.set(runId, now + PAUSE_SHARE * (now - startedAt))
  }

  async function attach(client: LiveClient): Promise<void> {
    const { runId, seq } = await client.call.attach(undefined)
    if (runId !== null) await metrics.catchUp(runId, seq)
  }

  const offs = [
    watch(
      () => trainer.status.kind === 'ready',
      (isReady) => {
        if (isReady) reconnect().catch(messages.showError)
        else {
          attempt++
          live?.close()
          live = null
        }
      },
      { immediate: true }
    ),
    // A run that ends may have left its last batches with main only; one of another process never sent any here.
    app.on('onDidChangeRun', (record) => {
      if (isActive(record.state) ? isHeard(record.id) || !isDue(record.id) : !isShown(record.id)) {
        return
      }
      void followFromDisk(record.id)
    })
  ]

  return () => {
    for (const off of offs) off()
    attempt++
    live?.close()
  }
}
