/** Answers trainerContract: one run at a time. TensorFlow is loaded when it is first needed, never before the port is up. */
import type { z } from 'zod'
import { UserError, type Handlers } from '@shared/contract/define'
import type { Port } from '@shared/contract/port'
import { serve } from '@shared/contract/rpc'
import {
  trainerContract,
  type startRunSchema,
  type TrainerContract
} from '@shared/contract/trainer'
import type { ActiveRun, RunObserver } from './active-run'
import { checkRun } from './check-run'
import { getDatasetStatus, listDatasets } from './datasets'
import { createLiveWindows } from './live-windows'
import { loadingTensorFlow } from './loading-tensorflow'

export interface TrainerService {
  /** Serves a window on a port of its own. */
  addWindow(port: Port): void
  /** Brings the metrics of an active run to disk, for a process that is about to end. */
  flush(): void
}

/** Serves `port` until it closes. */
export function createTrainerService(port: Port): TrainerService {
  let active: ActiveRun | null = null
  let startingId: string | null = null
  let isStopWanted = false

  function refuseSecondRun(): void {
    if (!active && startingId === null) return
    throw new UserError('Another run is being trained. Stop it, or wait until it has ended.')
  }

  /** The run that a request is about. @throws UserError when it has ended, or was never here. */
  function find(runId: string): ActiveRun {
    if (active?.runId === runId) return active
    throw new UserError(
      startingId === runId
        ? 'The run is just being started: ask again in a moment.'
        : 'The run is not being trained any more.'
    )
  }

  const windows = createLiveWindows(() => ({
    runId: active?.runId ?? null,
    seq: active?.getSeq() ?? 0
  }))
  const handlers: Handlers<TrainerContract> = {
    async getRuntimeInfo() {
      const { getRuntimeInfo } = await loadingTensorFlow(() => import('./runtime-info'))
      return getRuntimeInfo()
    },
    async getMemoryUsage() {
      const { getMemoryUsage } = await loadingTensorFlow(() => import('./memory-usage'))
      active?.settle()
      return getMemoryUsage()
    },
    getDatasetStatus: (location) => getDatasetStatus(location),
    listDatasets: (locations) => listDatasets(locations),
    async findCheckpoint({ folder }) {
      const { findCheckpointPlace } = await import('./checkpoint/find-checkpoint')
      return findCheckpointPlace(folder)
    },
    async startRun(request) {
      refuseSecondRun()
      startingId = request.runId
      isStopWanted = false
      try {
        active = await startRun(request)
      } finally {
        startingId = null
      }
      void active.done.then(() => {
        active = null
      })
      if (isStopWanted) active.stop({ evaluate: false })
    },
    stopRun({ runId, evaluate }) {
      if (startingId === runId) isStopWanted = true
      else if (active?.runId === runId) active.stop({ evaluate })
      return undefined
    },
    pauseRun({ runId }) {
      find(runId).pause()
      return undefined
    },
    resumeRun({ runId }) {
      find(runId).resume()
      return undefined
    },
    stepRun({ runId }) {
      find(runId).step()
      return undefined
    },
    changeRun({ runId, ...wanted }) {
      find(runId).change(wanted)
      return undefined
    },
    async evaluateRun(request) {
      refuseSecondRun()
      startingId = request.runId
      try {
        const checked = await checkRun(request)
        const { evaluateRun } = await loadingTensorFlow(() => import('./evaluate-run'))
        await evaluateRun(request, checked)
      } finally {
        startingId = null
      }
      return undefined
    },
    ping: () => undefined
  }
  const server = serve(trainerContract, handlers, port)
  const observer: RunObserver = {
    onChange: (change) => server.emit('onDidChangeRun', change),
    onEvent: (runId, event) => server.emit('onRunEvent', { runId, event }),
    onProgress(progress) {
      server.emit('onProgress', progress)
      windows.sendProgress(progress)
    },
    onMetrics(batch) {
      server.emit('onMetrics', batch)
      windows.sendMetrics(batch)
    },
    onPredictions(batch) {
      server.emit('onPredictions', batch)
      windows.sendPredictions(batch)
    }
  }

  async function startRun(request: z.output<typeof startRunSchema>): Promise<ActiveRun> {
    const checked = await checkRun(request)
    const { startActiveRun } = await loadingTensorFlow(() => import('./active-run'))
    return startActiveRun({ request, checked, observer })
  }

  return { addWindow: windows.add, flush: () => active?.flush() }
}
