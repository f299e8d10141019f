/** Sends a run's live data to the windows that listen, each on its own port; a slow one is skipped, never waited for. */
import {
  acknowledgementSchema,
  liveContract,
  MAX_UNACKNOWLEDGED_BATCHES
} from '@shared/contract/live'
import type { Port } from '@shared/contract/port'
import { serve } from '@shared/contract/rpc'
import type { MetricBatch } from '@shared/metrics'
import type { PredictionBatch } from '@shared/predictions'
import type { RunProgress } from '@shared/run'
import { createPacer } from './pacer'

/** Nobody reads ten pictures more often; at a thousand steps a second, each message would be felt by the loop. */
const PREDICTIONS_EVERY_MS = 200

/** Where the live data is: the run, and the number of its newest batch. */
export interface LivePosition {
  readonly runId: string | null
  readonly seq: number
}

export interface LiveWindows {
  /** Serves a window until its port closes. */
  add(port: Port): void
  sendProgress(progress: RunProgress): void
  sendMetrics(batch: MetricBatch): void
  sendPredictions(batch: PredictionBatch): void
}

export function createLiveWindows(getPosition: () => LivePosition): LiveWindows {
  const windows = new Set<LiveWindow>()
  const sendToAll = (send: (window: LiveWindow) => void) => {
    for (const window of windows) send(window)
  }
  return {
    add(port) {
      const window = createLiveWindow(port, getPosition)
      windows.add(window)
      port.onClose(() => {
        window.close()
        windows.delete(window)
      })
    },
    sendProgress: (progress) => sendToAll((window) => window.sendProgress(progress)),
    sendMetrics: (batch) => sendToAll((window) => window.sendMetrics(batch)),
    sendPredictions: (batch) => sendToAll((window) => window.sendPredictions(batch))
  }
}

interface LiveWindow extends Omit<LiveWindows, 'add'> {
  close(): void
}

function createLiveWindow(port: Port, getPosition: () => LivePosition): LiveWindow {
  /** What the window has taken in; null until it attaches. */
  let acknowledged: LivePosition | null = null

  const server = serve(
    liveContract,
    {
      attach() {
        acknowledged = getPosition()
        return { ...acknowledged }
      }
    },
    port
  )
  const off = port.onMessage((message) => {
    const parsed = acknowledgementSchema.safeParse(message)
    if (!parsed.success || acknowledged === null) return
    const { runId, seq } = parsed.data
    const isNewer = runId !== acknowledged.runId || seq > acknowledged.seq
    if (isNewer) acknowledged = { runId, seq }
  })

  /** Batches of this run that were, or would have been, sent and not acknowledged. */
  function countBehind({ runId, seq }: { runId: string; seq: number }): number {
    const isSameRun = acknowledged?.runId === runId
    return seq - (isSameRun ? (acknowledged?.seq ?? 0) : 0)
  }

  const predictions = createPacer<PredictionBatch>({
    everyMs: PREDICTIONS_EVERY_MS,
    pass(batch) {
      const { runId, seq } = getPosition()
      const isWithReach =
        runId === null || countBehind({ runId, seq }) <= MAX_UNACKNOWLEDGED_BATCHES
      if (acknowledged && isWithReach) server.emit('onPredictions', batch)
    }
  })

  return {
    sendProgress(progress) {
      if (acknowledged) server.emit('onProgress', progress)
    },
    sendMetrics(batch) {
      if (acknowledged && countBehind(batch) <= MAX_UNACKNOWLEDGED_BATCHES) {
        server.emit('onMetrics', batch)
      }
    },
    sendPredictions: predictions.offer,
    close() {
      predictions.stop()
      off()
      server.close()
    }
  }
}
