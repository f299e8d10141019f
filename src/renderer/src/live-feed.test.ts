import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TrainerStatus } from '@shared/contract/app'
import { liveContract, type LiveContract } from '@shared/contract/live'
import { createPortPair, type Port } from '@shared/contract/port'
import { serve, type Server } from '@shared/contract/rpc'
import type { RunProgress } from '@shared/run'
import { createRun, createTestApp } from './fixtures/test-app'
import { createLiveClient } from './live-client'
import { startLiveFeed } from './live-feed'
import { useMetricsStore } from './stores/metrics'
import { usePredictionsStore } from './stores/predictions'
import { useProgressStore } from './stores/progress'
import { useRunsStore } from './stores/runs'
import { useTrainerStore } from './stores/trainer'

const ready: TrainerStatus = {
  kind: 'ready',
  runtime: {
    tensorflowVersion: '2.21.0',
    bindingVersion: '4.22.0',
    nodeVersion: '20.0.0',
    device: 'cpu',
    gpuReason: null,
    cpuModel: 'a processor',
    cpuFeatures: [],
    threads: 2,
    isOneDnnEnabled: true
  }
}

const historyOf = (seq: number) => ({
  runId: 'run-1',
  seq,
  tables: [
    {
      scope: 'step' as const,
      steps: Float64Array.from({ length: seq }, (_, index) => index + 1),
      elapsedMs: new Float64Array(seq),
      columns: { 'train/loss': new Float64Array(seq) }
    }
  ]
})

const batchOf = (seq: number) => ({
  runId: 'run-1',
  seq,
  scope: 'step' as const,
  steps: Float64Array.of(seq),
  elapsedMs: Float64Array.of(seq),
  columns: { 'train/loss': Float64Array.of(1 / seq) }
})

const progressAt = (step: number): RunProgress => ({
  runId: 'run-1',
  phase: 'training',
  epoch: 1,
  epochs: 2,
  step,
  stepsPerEpoch: 630,
  globalStep: step,
  msPerStep: 5,
  elapsedMs: 15,
  remainingMs: 600
})

/** A trainer at the other end of a port: it answers `attach` and hears acknowledgements. */
function createTrainerEnd(attached: { runId: string | null; seq: number }): {
  port: Port
  server: Server<LiveContract>
  acknowledged: number[]
  getAttachCount(): number
} {
  const [left, port] = createPortPair(structuredClone)
  const acknowledged: number[] = []
  left.onMessage((message) => {
    const { type, seq } = message as { type: string; seq: number }
    if (type === 'acknowledge') acknowledged.push(seq)
  })
  let attachCount = 0
  function attach(): typeof attached {
    attachCount++
    return { ...attached }
  }
  const server = serve(liveContract, { attach }, left)
  return { port, server, acknowledged, getAttachCount: () => attachCount }
}

let stop = (): void => {}
afterEach(() => stop())

describe('live feed', () => {
  it('joins history and live values when the page is loaded while a run trains', async () => {
    const { client, emit } = createTestApp({ getRunHistory: () => historyOf(40) })
    const trainer = createTrainerEnd({ runId: 'run-1', seq: 40 })
    stop = startLiveFeed(client, { connect: async () => createLiveClient(trainer.port) })
    emit('onDidChangeTrainer', ready)
    const run = useMetricsStore().open('run-1')
    await vi.waitFor(() => expect(run.seq).toBe(40))
    for (const seq of [41, 42]) trainer.server.emit('onMetrics', batchOf(seq))
    await vi.waitFor(() => expect(run.seq).toBe(42))
    expect(run.series('step', 'train/loss')?.steps.length).toBe(42)
  })

  it('acknowledges one batch in eight, which stands for those before it', async () => {
    const { client, emit } = createTestApp()
    const trainer = createTrainerEnd({ runId: null, seq: 0 })
    stop = startLiveFeed(client, { connect: async () => createLiveClient(trainer.port) })
    emit('onDidChangeTrainer', ready)
    await new Promise((resolve) => setTimeout(resolve))
    for (let seq = 1; seq <= 17; seq++) trainer.server.emit('onMetrics', batchOf(seq))
    await vi.waitFor(() => expect(trainer.acknowledged).toEqual([8, 16]))
  })

  it('connects anew when a new trainer is ready', async () => {
    const { client, emit } = createTestApp({ getRunHistory: () => historyOf(0) })
    const first = createTrainerEnd({ runId: null, seq: 0 })
    const second = createTrainerEnd({ runId: null, seq: 0 })
    const ports = [first.port, second.port]
    const connect = vi.fn(async () => createLiveClient(ports.shift() ?? second.port))
    stop = startLiveFeed(client, { connect })
    const trainer = useTrainerStore()
    emit('onDidChangeTrainer', ready)
    await vi.waitFor(() => expect(connect).toHaveBeenCalledTimes(1))
    emit('onDidChangeTrainer', { kind: 'restarting', reason: 'It was killed.', attempt: 1 })
    await vi.waitFor(() => expect(trainer.runtime).toBeNull())
    emit('onDidChangeTrainer', ready)
    await vi.waitFor(() => expect(connect).toHaveBeenCalledTimes(2))
    await new Promise((resolve) => setTimeout(resolve))
    first.server.emit('onMetrics', batchOf(1))
    second.server.emit('onMetrics', { ...batchOf(1), runId: 'run-2' })
    const metrics = useMetricsStore()
    await vi.waitFor(() => expect(metrics.open('run-2').seq).toBe(1))
    expect(metrics.open('run-1').seq).toBe(0)
  })

  it('reads the last values of a run from main when it ends', async () => {
    const { client, emit } = createTestApp({ getRunHistory: () => historyOf(7) })
    const trainer = createTrainerEnd({ runId: null, seq: 0 })
    stop = startLiveFeed(client, { connect: async () => createLiveClient(trainer.port) })
    emit('onDidChangeTrainer', ready)
    emit('onDidChangeRun', createRun({ state: 'training' }))
    useMetricsStore().take(batchOf(1))
    emit('onDidChangeRun', createRun({ state: 'interrupted', reason: 'It was killed.' }))
    await vi.waitFor(() => expect(useMetricsStore().open('run-1').seq).toBe(7))
  })

  it('follows a run that another process trains, and reads none that comes over the port', async () => {
    let seq = 3
    const getRunHistory = vi.fn(() => historyOf(seq))
    const { client, emit } = createTestApp({ getRunHistory })
    const trainer = createTrainerEnd({ runId: null, seq: 0 })
    stop = startLiveFeed(client, { connect: async () => createLiveClient(trainer.port) })
    emit('onDidChangeTrainer', ready)
    const run = useMetricsStore().open('run-1')
    await vi.waitFor(() => expect(run.seq).toBe(3))
    for (seq = 20; seq <= 60; seq += 20) {
      await vi.waitFor(() => {
        emit('onDidChangeRun', createRun({ state: 'training', stepsDone: seq }))
        expect(run.seq).toBe(seq)
      })
    }
    seq = 60
    trainer.server.emit('onMetrics', batchOf(61))
    await vi.waitFor(() => expect(run.seq).toBe(61))
    const count = getRunHistory.mock.calls.length
    for (const stepsDone of [61, 62]) {
      emit('onDidChangeRun', createRun({ state: 'training', stepsDone }))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(getRunHistory).toHaveBeenCalledTimes(count)
  })

  it('attaches again when steps are made and no values of them come', async () => {
    const position = { runId: 'run-1', seq: 1 }
    const { client, emit } = createTestApp({ getRunHistory: () => historyOf(position.seq) })
    const trainer = createTrainerEnd(position)
    stop = startLiveFeed(client, {
      connect: async () => createLiveClient(trainer.port),
      stalledAfterMs: 20
    })
    emit('onDidChangeTrainer', ready)
    await new Promise((resolve) => setTimeout(resolve))
    trainer.server.emit('onMetrics', batchOf(1))
    trainer.server.emit('onProgress', progressAt(2))
    position.seq = 300
    await new Promise((resolve) => setTimeout(resolve, 40))
    trainer.server.emit('onProgress', progressAt(300))
    await vi.waitFor(() => expect(useMetricsStore().open('run-1').seq).toBe(300))
    expect(trainer.getAttachCount()).toBe(2)
  })

  it('hands on progress and the newest predictions', async () => {
    const { client, emit } = createTestApp()
    const trainer = createTrainerEnd({ runId: null, seq: 0 })
    stop = startLiveFeed(client, { connect: async () => createLiveClient(trainer.port) })
    emit('onDidChangeTrainer', ready)
    await new Promise((resolve) => setTimeout(resolve))
    const predictions = (step: number) => ({
      runId: 'run-1',
      step,
      classNames: ['a', 'b'],
      imageShape: [1, 1, 1] as [number, number, number],
      images: Uint8Array.of(0),
      samples: []
    })
    trainer.server.emit('onPredictions', predictions(50))
    trainer.server.emit('onPredictions', predictions(25))
    trainer.server.emit('onProgress', progressAt(3))
    await vi.waitFor(() => expect(useProgressStore().newest?.step).toBe(3))
    expect(usePredictionsStore().newest.get('run-1')?.step).toBe(50)
    expect(useRunsStore().records).toBeNull()
  })
})
