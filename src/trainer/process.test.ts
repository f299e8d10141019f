import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { getPriority } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { MemoryUsage } from '@shared/contract/trainer'
import { decodeMetricLog } from '@shared/metric-log'
import { createSmallExperiment, createTestFolders, followRun, type TestFolders } from './testing'
import { buildTrainer, type BuiltTrainer } from './testing-process'

// The children have a low priority, and other tests want the processor as well.
vi.setConfig({ testTimeout: 120_000 })

let trainer: BuiltTrainer
let folders: TestFolders
beforeAll(async () => {
  trainer = await buildTrainer()
  folders = createTestFolders()
})
afterAll(() => {
  folders.remove()
  trainer.remove()
})

describe('the trainer process', () => {
  it('gives the same numbers to the last bit in two processes', async () => {
    const train = async () => {
      const { child, client } = trainer.start()
      const request = folders.createRequest(createSmallExperiment(), { maxSteps: 25 })
      const story = await followRun({ client }, request)
      child.kill()
      return [story.last.test, story.column('step', 'train/loss')]
    }
    expect(await train()).toEqual(await train())
  })

  it('answers while it trains, and lets the rest of the machine go first', async () => {
    const { child, client } = trainer.start()
    let slowestMs = 0
    const request = folders.createRequest(createSmallExperiment({ epochs: 1 }))
    await followRun({ client }, request, () => {
      const askedAt = performance.now()
      void client.call.ping(undefined).then(() => {
        slowestMs = Math.max(slowestMs, performance.now() - askedAt)
      })
    })
    expect(slowestMs).toBeGreaterThan(0)
    expect(slowestMs).toBeLessThan(2000)
    expect(getPriority(child.pid)).toBeGreaterThan(getPriority(process.pid))
    child.kill()
  })

  it('holds the same tensors between any two steps, and the pictures in TensorFlow alone', async () => {
    const { child, client } = trainer.start()
    const readings: Promise<MemoryUsage>[] = []
    const experiment = createSmallExperiment({ epochs: 3, samplePredictions: { everySteps: 10 } })
    const request = folders.createRequest(experiment)
    await followRun({ client }, { ...request, checkpointEverySeconds: 0.1 }, () => {
      readings.push(client.call.getMemoryUsage(undefined))
    })
    const usages = await Promise.all(readings)
    child.kill()
    // The answers to the first and the last batches may fall before and after the training.
    const inside = usages.filter(({ tensors }) => tensors > 0).slice(1, -3)
    expect(inside.length).toBeGreaterThan(5)
    expect(new Set(inside.map(({ tensors }) => tensors)).size).toBe(1)
    // 10,000 pictures of 784 bytes would be 8 MB.
    expect(Math.max(...inside.map(({ bufferBytes }) => bufferBytes))).toBeLessThan(4e6)
  })

  it('goes on after Ctrl+C, which is for its parent to understand', async () => {
    const { child, client } = trainer.start()
    await client.call.ping(undefined)
    child.kill('SIGINT')
    await client.call.ping(undefined)
    child.kill()
  })

  it('lives without TensorFlow: it answers, and says what is wrong to whoever asks for it', async () => {
    const bare = join(folders.root, 'bare')
    cpSync(trainer.folder, bare, { recursive: true })
    mkdirSync(join(bare, 'node_modules'))
    for (const name of ['zod', 'tar-stream']) {
      symlinkSync(resolve('node_modules', name), join(bare, 'node_modules', name))
    }
    const { child, client } = trainer.start(bare)
    await client.call.ping(undefined)
    await expect(client.call.getRuntimeInfo(undefined)).rejects.toThrow(
      /^TensorFlow cannot be loaded: .*tfjs-node-gpu.*Run the set-up again\.$/
    )
    await client.call.ping(undefined)
    child.kill()
  })

  it('ends when its parent is gone, with the metrics on disk', async () => {
    const { child, client } = trainer.start()
    const request = folders.createRequest(createSmallExperiment({ epochs: 1000 }))
    const exited = new Promise((resolve) => child.once('exit', resolve))
    let newestSeq = 0
    void followRun({ client }, request, ({ seq }) => {
      newestSeq = seq
      if (seq === 5) child.disconnect()
    })
    expect(await exited).toBe(0)
    const bytes = new Uint8Array(readFileSync(join(request.folder, 'metrics.log')))
    const log = decodeMetricLog(bytes, request.runId)
    expect(log.problem).toBeNull()
    expect(log.batches.at(-1)?.seq).toBeGreaterThanOrEqual(newestSeq)
  })
})
