/** The streaming benchmark inside Electron: the built trainer at its fastest, and bursts with and without a window that reads all. */
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { app, BrowserWindow, ipcMain, MessageChannelMain } from 'electron'
import { createClient } from '@shared/contract/rpc'
import { trainerContract } from '@shared/contract/trainer'
import type { TrainerConnection } from '@host/trainer-connection'
import { createElectronTrainerStarter } from '../../src/main/electron-trainer-starter'
import { createRequests } from './trainer-process'

const PAIRS = 200
const BURST_MS = 400
/** Longer than the trainer collects rows, so that a burst begins with what was sent in it. */
const SETTLE_MS = 100
const WARM_UP_STEPS = 500

interface Burst {
  readonly msPerStep: number
  /** Processor time of the loop's thread alone; NaN, and so null in JSON, where the system does not tell. */
  readonly cpuMsPerStep: number
  readonly steps: number
  /** Batches that the window took in. */
  readonly batches: number
}

async function main(): Promise<void> {
  const { BENCH_TRAINER = '', BENCH_PAGE = '' } = process.env
  const connection = createElectronTrainerStarter(BENCH_TRAINER).start({
    onOutput: () => undefined
  })
  const window = await openWindow(BENCH_PAGE)
  const requests = createRequests()
  const run = await startRun(connection, requests.createTiny())
  await run.waitForStep(WARM_UP_STEPS)
  for (let index = 0; index < PAIRS; index++) {
    // Who goes first alternates, so that a drift of the machine favours nobody.
    const isAttachedFirst = index % 2 === 0
    const first = await burst(isAttachedFirst)
    const second = await burst(!isAttachedFirst)
    answer(isAttachedFirst ? { on: first, off: second } : { on: second, off: first })
  }
  connection.kill()
  requests.remove()
  app.exit(0)

  async function burst(isAttached: boolean): Promise<Burst> {
    if (isAttached) await attach(connection, window)
    await wait(SETTLE_MS)
    const before = await run.waitForReading()
    await wait(BURST_MS)
    const after = await run.waitForReading()
    const batches = isAttached ? await detach(window) : 0
    const steps = after.step - before.step
    const perStep = (key: 'elapsedMs' | 'cpuMs'): number => (after[key] - before[key]) / steps
    return { steps, batches, msPerStep: perStep('elapsedMs'), cpuMsPerStep: perStep('cpuMs') }
  }
}

/** Where the loop is, by its own clock and by that of its processor. */
interface Reading {
  readonly step: number
  readonly elapsedMs: number
  readonly cpuMs: number
}

async function startRun(
  connection: TrainerConnection,
  request: ReturnType<ReturnType<typeof createRequests>['createTiny']>
) {
  const client = createClient(trainerContract, connection.port)
  let newest: Reading = { step: 0, elapsedMs: 0, cpuMs: 0 }
  let hear: (reading: Reading) => void = () => undefined
  client.on('onMetrics', ({ scope, steps, elapsedMs }) => {
    if (scope !== 'step') return
    // Read with the batch, so that it belongs to the batch's last step.
    const cpuMs = readLoopCpuMs(connection)
    newest = { step: steps.at(-1) ?? 0, elapsedMs: elapsedMs.at(-1) ?? 0, cpuMs }
    hear(newest)
  })
  client.on('onDidChangeRun', ({ state, reason }) => {
    if (state === 'failed') throw new Error(reason ?? 'The run failed.')
  })
  await client.call.startRun(request)
  return {
    /** Resolves with the next batch's. */
    waitForReading: () => new Promise<Reading>((resolve) => (hear = resolve)),
    async waitForStep(step: number): Promise<void> {
      while (newest.step < step) await wait(50)
    }
  }
}

async function openWindow(page: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    show: false,
    // It must go on reading although nobody sees it.
    webPreferences: { nodeIntegration: true, contextIsolation: false, backgroundThrottling: false }
  })
  await window.loadFile(page)
  return window
}

/** Resolves when the window hears the run. */
async function attach(connection: TrainerConnection, { webContents }: BrowserWindow) {
  const { port1, port2 } = new MessageChannelMain()
  const attached = new Promise((resolve) => ipcMain.once('attached', resolve))
  connection.sendLivePort?.(port1)
  webContents.postMessage('attach', null, [port2])
  await attached
}

/** Resolves with the number of batches that were taken in, when the port is closed. */
async function detach({ webContents }: BrowserWindow): Promise<number> {
  const detached = new Promise<number>((resolve) =>
    ipcMain.once('detached', (_event, batches: number) => resolve(batches))
  )
  webContents.send('detach')
  return detached
}

/** Linux tells how long each thread was on a processor; a process' first thread has its number. */
function readLoopCpuMs({ getPid }: TrainerConnection): number {
  const pid = getPid()
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return NaN
  }
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

app.on('window-all-closed', () => undefined)
void app
  .whenReady()
  .then(main)
  .catch((error: unknown) => {
    console.error(error)
    app.exit(1)
  })
