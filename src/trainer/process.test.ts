import { fork, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { getPriority } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Port } from '@shared/contract/port'
import { createClient } from '@shared/contract/rpc'
import { trainerContract } from '@shared/contract/trainer'
import { decodeMetricLog } from '@shared/metric-log'
import { createSmallExperiment, createTestFolders, followRun, type TestFolders } from './testing'

/** The trainer as it runs: built, in a process of its own, asked over the channel of a Node child. */
const caches = resolve('node_modules/.cache')
// The children have a low priority, and other tests want the processor as well.
vi.setConfig({ testTimeout: 120_000 })

let outFolder: string
let folders: TestFolders
beforeAll(async () => {
  mkdirSync(caches, { recursive: true })
  outFolder = mkdtempSync(join(caches, 'trainer-test-'))
  folders = createTestFolders()
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir: outFolder,
      rollupOptions: {
        input: { trainer: resolve('src/trainer/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' }
      }
    }
  })
})
afterAll(() => {
  folders.remove()
  rmSync(outFolder, { recursive: true, force: true })
})

describe('the trainer process', () => {
  it('gives the same numbers to the last bit in two processes', async () => {
    const train = async () => {
      const { child, client } = startTrainer()
      const request = folders.createRequest(createSmallExperiment(), { maxSteps: 25 })
      const story = await followRun({ client }, request)
      child.kill()
      return [story.last.test, story.column('step', 'train/loss')]
    }
    expect(await train()).toEqual(await train())
  })

  it('answers while it trains, and lets the rest of the machine go first', async () => {
    const { child, client } = startTrainer()
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

  it('goes on after Ctrl+C, which is for its parent to understand', async () => {
    const { child, client } = startTrainer()
    await client.call.ping(undefined)
    child.kill('SIGINT')
    await client.call.ping(undefined)
    child.kill()
  })

  it('lives without TensorFlow: it answers, and says what is wrong to whoever asks for it', async () => {
    const bare = join(folders.root, 'bare')
    cpSync(outFolder, bare, { recursive: true })
    mkdirSync(join(bare, 'node_modules'))
    for (const name of ['zod', 'tar-stream']) {
      symlinkSync(resolve('node_modules', name), join(bare, 'node_modules', name))
    }
    const { child, client } = startTrainer(bare)
    await client.call.ping(undefined)
    await expect(client.call.getRuntimeInfo(undefined)).rejects.toThrow(
      /^TensorFlow cannot be loaded: .*tfjs-node-gpu.*Run the set-up again\.$/
    )
    await client.call.ping(undefined)
    child.kill()
  })

  it('ends when its parent is gone, with the metrics on disk', async () => {
    const { child, client } = startTrainer()
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

function startTrainer(folder = outFolder): {
  child: ChildProcess
  client: ReturnType<typeof createClient<typeof trainerContract>>
} {
  const child = fork(join(folder, 'trainer.js'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: []
  })
  const port: Port = {
    post: (message) => void child.send(message as object, () => undefined),
    onMessage(listener) {
      child.on('message', listener)
      return () => child.off('message', listener)
    },
    onClose(listener) {
      child.once('exit', listener)
      return () => child.off('exit', listener)
    },
    close: () => child.disconnect()
  }
  return { child, client: createClient(trainerContract, port) }
}
