import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StartRun } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import { decodeMetricLog, type DecodedMetricLog } from '@shared/metric-log'
import type { RunChange } from '@shared/run'
import { checkpointFolderOf, readNewestCheckpoint } from './checkpoint/checkpoint-folder'
import { createSmallExperiment, createTestFolders, followRun, type TestFolders } from './testing'
import { mountSmallDisk, NO_MOUNT, type SmallDisk } from './testing-disk'
import { buildTrainer, type BuiltTrainer, type TrainerProcess } from './testing-process'

// Bad weather in the real process: the disk, the folder and the clock under it change while it trains.
vi.setConfig({ testTimeout: 120_000 })

const STEPS_PER_EPOCH = 72

let built: BuiltTrainer
let folders: TestFolders
let trainer: TrainerProcess
beforeAll(async () => {
  built = await buildTrainer()
  folders = createTestFolders()
})
beforeEach(() => {
  trainer = built.start()
})
afterEach(() => trainer.child.kill())
afterAll(() => {
  folders.remove()
  built.remove()
})

describe('a disk that is full', () => {
  it('holds the run, which goes on without a lost row when there is room', async (context) => {
    const disk = getDisk(512) ?? context.skip(NO_MOUNT)
    const epochs = 12
    const request = onDisk(disk, folders.createRequest(createSmallExperiment({ epochs })))
    const held = hearChange(({ state }) => state === 'paused')
    const ended = followRun(trainer, request, once(30, disk.fill))

    const { notes, stepsDone } = await held
    expect(notes.join()).toMatch(/The disk is full: .*metrics\.log could not be written/)
    await expect(trainer.client.call.resumeRun({ runId: request.runId })).rejects.toThrow(
      /The disk is full: .* Make room, then resume\./
    )
    expect(readLog(request).batches.at(-1)?.steps.at(-1)).toBeLessThanOrEqual(stepsDone)

    disk.makeRoom()
    const story = await ended
    expect(story.last).toMatchObject({ state: 'finished', epochsDone: epochs })
    expect(story.last.notes.join()).toMatch(/The run was held at step.*Nothing was lost\./)
    const log = readLog(request)
    expect(log.problem).toBeNull()
    expect(log.batches).toEqual(story.batches)
    expect(readSteps(log)).toEqual(countTo(epochs * STEPS_PER_EPOCH))
  })

  it('does not end a pause that a person asked for', async (context) => {
    const disk = getDisk(512) ?? context.skip(NO_MOUNT)
    const request = onDisk(disk, folders.createRequest(createSmallExperiment({ epochs: 12 })))
    const held = hearChange(({ state }) => state === 'paused')
    const ended = followRun(trainer, request, once(30, disk.fill))
    await held
    await trainer.client.call.pauseRun({ runId: request.runId })
    const over = hearChange(({ notes }) => notes.join().includes('Nothing was lost.'))
    disk.makeRoom()
    expect((await over).state).toBe('paused')
    await trainer.client.call.resumeRun({ runId: request.runId })
    expect((await ended).last.state).toBe('finished')
  })

  it('costs checkpoints only: the old one stays, and later ones follow', async (context) => {
    const disk = getDisk(512) ?? context.skip(NO_MOUNT)
    const epochs = 16
    const request = folders.createRequest(createSmallExperiment({ epochs }))
    const checkpoints = join(disk.folder, 'checkpoints')
    mkdirSync(checkpoints)
    symlinkSync(checkpoints, checkpointFolderOf(request.folder))
    let isFull = false
    const ended = followRun(trainer, request, ({ scope, steps }) => {
      const epoch = scope === 'epoch' ? (steps.at(-1) ?? 0) / STEPS_PER_EPOCH : 0
      if (epoch !== 3 || isFull) return
      isFull = true
      disk.fill()
    })

    const { stepsDone, state, notes } = await hearChange(({ notes }) => notes.length > 0)
    expect(state).toBe('training')
    expect(notes).toEqual([
      expect.stringMatching(
        /^Checkpoints cannot be written since step \d+: there is no space left on the disk\. Training goes on/
      )
    ])
    const kept = readNewestCheckpoint(checkpoints)
    expect(kept.problems).toEqual([])
    expect(kept.checkpoint?.header.step).toBeLessThan(stepsDone)
    expect(kept.checkpoint?.header.step).toBeGreaterThan(0)

    disk.makeRoom()
    const { last } = await ended
    expect(last).toMatchObject({ state: 'finished', epochsDone: epochs })
    expect(last.notes).toEqual([
      expect.stringMatching(
        /^Checkpoints could not be written from step \d+ on: .*\. Since step \d+ they are written again\.$/
      )
    ])
    expect(readNewestCheckpoint(checkpoints).checkpoint?.header.epochsDone).toBe(epochs)
    expect(readdirSync(checkpoints).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('ends a run that is stopped before there is room, and says what is not kept', async (context) => {
    const disk = getDisk(512) ?? context.skip(NO_MOUNT)
    const request = onDisk(disk, folders.createRequest(createSmallExperiment({ epochs: 12 })))
    const held = hearChange(({ state }) => state === 'paused')
    const ended = followRun(trainer, request, once(30, disk.fill))
    await held
    await trainer.client.call.stopRun({ runId: request.runId })
    expect((await ended).last).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^The disk is full: .*metrics\.log could not be written/)
    })
    const steps = readSteps(readLog(request))
    expect(steps).toEqual(countTo(steps.length))
  })
})

describe('a batch that does not fit into memory', () => {
  it('fails the run with what was asked for and a batch size that fits, which then trains', async (context) => {
    if (process.platform !== 'linux') context.skip('needs the limits of Linux')
    await limitMemory(1.5)
    const tooLarge = folders.createRequest(createWideExperiment(4000))
    const { last } = await followRun(trainer, tooLarge)
    const said =
      /^Out of memory at step 1: TensorFlow asked for a tensor of 1x4000x50000 float values \(\d+(?:\.\d+)? [MG]B\)\. A batch size of ([\d,]+) should fit \(now 4,000; this is an estimate\)\.$/
    expect(last).toMatchObject({ state: 'failed', reason: expect.stringMatching(said) })
    expect(readLog(tooLarge).problem).toBeNull()

    const batchSize = Number(said.exec(last.reason ?? '')?.[1]?.replace(',', ''))
    const fitting = folders.createRequest(createWideExperiment(batchSize), { maxSteps: 2 })
    expect((await followRun(trainer, fitting)).last).toMatchObject({ state: 'finished' })
  })
})

describe('the folder of a run', () => {
  it('that is deleted while it trains ends the run with a sentence, and the next one can start', async () => {
    const request = folders.createRequest(createSmallExperiment({ epochs: 1000 }))
    const remove = (): void => rmSync(request.folder, { recursive: true })
    const { last } = await followRun(trainer, request, once(100, remove))
    expect(last).toMatchObject({
      state: 'failed',
      reason: `The folder of this run was deleted while it was at work (${request.folder}): nothing more of it can be kept.`
    })
    expect(existsSync(request.folder)).toBe(false)
    const next = folders.createRequest(createSmallExperiment(), { maxSteps: 3 })
    expect((await followRun(trainer, next)).last.state).toBe('finished')
  })
})

/** A disk that goes when the test ends. */
function getDisk(kilobytes: number): SmallDisk | null {
  const disk = mountSmallDisk(kilobytes)
  if (disk) disks.push(disk)
  return disk
}
const disks: SmallDisk[] = []
afterEach(() => disks.splice(0).forEach((disk) => disk.remove()))

/** Lets the trainer take no more than this beside what it has taken to start. */
async function limitMemory(gigabytes: number): Promise<void> {
  await trainer.client.call.getRuntimeInfo(undefined)
  const { pid } = trainer.child
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const taken = Number(/^VmSize:\s+(\d+)/m.exec(status)?.[1]) * 1024
  execFileSync('prlimit', [`--pid=${pid}`, `--as=${Math.round(taken + gigabytes * 2 ** 30)}`])
}

/**
 * One dense layer of 50,000 units: quickly computed, and 200 KB a picture. Of a convolution's memory oneDNN may die,
 * which the host explains; a matrix product is refused as an error.
 */
function createWideExperiment(batchSize: number): Experiment {
  const experiment = createSmallExperiment({ batchSize, epochs: 1 })
  const model = structuredClone(experiment.model) as {
    class_name: string
    config: { layers: { name: string; inbound_nodes: unknown[] }[] }
  }
  const { layers } = model.config
  const classes = layers.find(({ name }) => name === 'classes')
  const wide = {
    class_name: 'Dense',
    name: 'wide',
    config: { name: 'wide', units: 50_000 },
    inbound_nodes: classes?.inbound_nodes ?? []
  }
  Object.assign(classes ?? {}, { inbound_nodes: [[['wide', 0, 0, {}]]] })
  layers.splice(-1, 0, wide)
  return { ...experiment, model }
}

function onDisk(disk: SmallDisk, request: StartRun): StartRun {
  const folder = join(disk.folder, request.runId)
  mkdirSync(folder)
  return { ...request, folder }
}

/** Acts once, when the step has been recorded. */
function once(step: number, act: () => void): Parameters<typeof followRun>[2] {
  let isDone = false
  return ({ steps }) => {
    if (isDone || (steps.at(-1) ?? 0) < step) return
    isDone = true
    act()
  }
}

/** The next change of the run at work that is as wanted. */
function hearChange(isWanted: (change: RunChange) => boolean): Promise<RunChange> {
  return new Promise((resolve) => {
    trainer.client.on('onDidChangeRun', (change) => {
      if (isWanted(change)) resolve(change)
    })
  })
}

function readLog({ folder, runId }: StartRun): DecodedMetricLog {
  return decodeMetricLog(new Uint8Array(readFileSync(join(folder, 'metrics.log'))), runId)
}

function readSteps({ batches }: DecodedMetricLog): number[] {
  return batches.flatMap(({ scope, steps }) => (scope === 'step' ? [...steps] : []))
}

function countTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}
