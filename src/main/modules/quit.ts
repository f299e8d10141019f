/** The end: asks before a training is lost, stops it, and leaves no process behind. */
import { app, dialog, type BrowserWindow } from 'electron'
import type { TrainerHost } from '@host/trainer-host'
import type { TrainingQueue } from '@host/training-queue'
import type { TrainingService } from '@host/training-service'
import type { RunStore } from '@store/run-store'

export function handleQuit({
  host,
  service,
  queue,
  store,
  getWindow
}: {
  host: TrainerHost
  service: TrainingService
  queue: TrainingQueue
  store: RunStore
  getWindow(): BrowserWindow | null
}): void {
  let isDone = false
  let isEnding = false

  async function end(): Promise<void> {
    if (isEnding) return
    isEnding = true
    // First of all: the end of a run would start the next one.
    queue.dispose()
    await service.dispose()
    store.close()
    isDone = true
    app.quit()
  }

  /** A trainer that hangs would outlive its application. */
  function endAtOnce(): void {
    host.kill()
    app.exit(1)
  }

  app.on('before-quit', (event) => {
    if (isDone) return
    event.preventDefault()
    if (isEnding || !confirmLoss(service, getWindow())) return
    void end()
  })
  app.on('window-all-closed', () => app.quit())
  // Whoever sends a signal has decided, and whoever sends a second one will not wait.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => (isEnding ? endAtOnce() : void end()))
  }
}

/** Asks before the window closes over a training; the window stays when the answer is to keep it. */
export function guardClose(window: BrowserWindow, service: TrainingService): void {
  let isConfirmed = false
  window.on('close', (event) => {
    if (isConfirmed || !service.active) return
    if (confirmLoss(service, window)) isConfirmed = true
    else event.preventDefault()
  })
}

const STOP_AND_QUIT = 0

function confirmLoss({ active }: TrainingService, window: BrowserWindow | null): boolean {
  if (!active || !window || window.isDestroyed()) return true
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: `"${active.name}" is still training.`,
    detail: 'If you quit, it stops after this step. All that it has recorded is kept.',
    buttons: ['Stop training and quit', 'Keep training'],
    defaultId: 1,
    cancelId: 1
  })
  return answer === STOP_AND_QUIT
}
