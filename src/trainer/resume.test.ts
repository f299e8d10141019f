import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartRun } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import { decodeMetricLog } from '@shared/metric-log'
import { mergeBatches } from '@shared/metric-tables'
import { createRandomStream } from '@shared/random'
import { decodeRunEvents } from '@shared/run-events'
import { checkpointFolderOf, readNewestCheckpoint } from './checkpoint/checkpoint-folder'
import { readWeightFile } from './checkpoint/weight-files'
import {
  createSmallExperiment,
  createTestFolders,
  createTestTrainer,
  followRun,
  type TestFolders,
  type TestTrainer
} from './testing'
import { buildTrainer, type BuiltTrainer } from './testing-process'

let built: BuiltTrainer
let trainer: TestTrainer
let folders: TestFolders
beforeAll(async () => {
  folders = createTestFolders()
  trainer = createTestTrainer()
  built = await buildTrainer()
})
afterAll(() => {
  trainer.close()
  built.remove()
  folders.remove()
})

/** Shuffling, augmentation, dropout, batch normalisation, a schedule, a plateau, best weights kept: 5 epochs of 72 steps. */
const createEverything = (seed: number): Experiment => ({
  ...createSmallExperiment({
    seed,
    epochs: 5,
    schedule: { kind: 'one-cycle' },
    callbacks: [
      { kind: 'early-stopping', patience: 4, minDelta: 0.02, restoreBestWeights: true },
      { kind: 'reduce-lr-on-plateau', patience: 1, minDelta: 1, factor: 0.5 },
      { kind: 'model-checkpoint', saveBestOnly: true, monitor: 'val_accuracy' }
    ]
  }),
  dataset: { id: 'mnist', validation: { kind: 'stratified', fraction: 0.1, seed: 20 } },
  augmentation: {
    rotation_range: 5,
    width_shift_range: 0.05,
    brightness_range: [0.8, 1.2],
    random_crop_padding: 1,
    cutout_size: 4,
    mixup_alpha: 0.1,
    cutmix_alpha: 0.5,
    featurewise_std_normalization: true
  }
})

/** All that a run leaves, without what the clock says. */
function readTraces({ folder, runId }: StartRun) {
  const log = decodeMetricLog(new Uint8Array(readFileSync(join(folder, 'metrics.log'))), runId)
  const { checkpoint } = readNewestCheckpoint(checkpointFolderOf(folder))
  const best = readWeightFile(checkpointFolderOf(folder), 'best')
  const hash = createHash('sha256')
  for (const { name, values } of [...(checkpoint?.tensors ?? []), ...best.tensors]) {
    hash.update(name).update(Buffer.from(values.buffer, values.byteOffset, values.byteLength))
  }
  const events = decodeRunEvents(readFileSync(join(folder, 'events.jsonl'), 'utf8'))
  return {
    seqs: log.batches.map(({ seq }) => seq),
    problem: log.problem,
    tables: mergeBatches(log.batches).map(({ scope, steps, columns }) => ({
      scope,
      steps: [...steps],
      columns
    })),
    events: events
      .filter(({ kind }) => kind !== 'resumed')
      .map(({ step, kind, text }) => ({ step, kind, text })),
    tensors: hash.digest('hex'),
    stage: checkpoint?.header.position.stage,
    best: { ...best.header, runId: '' },
    evaluations: readdirSync(folder)
      .filter((name) => name.startsWith('evaluation-'))
      .map((name) => [name, hashFile(join(folder, name))])
  }
}

const hashFile = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** Trains in a process that is killed without warning as soon as `step` steps are known. */
async function trainUntilKilled(request: StartRun, step: number): Promise<void> {
  const { child, client } = built.start()
  const exited = new Promise((resolve) => child.once('exit', resolve))
  void followRun({ client }, request, ({ steps }) => {
    if ((steps.at(-1) ?? 0) >= step) child.kill('SIGKILL')
  })
  await exited
}

async function trainToTheEnd(request: StartRun) {
  const { child, client } = built.start()
  const { last } = await followRun({ client }, request)
  child.kill()
  return last
}

describe('a run that is killed and continued', () => {
  it.each([11, 12])(
    'ends with the bits of an unbroken one, seed %i',
    async (seed) => {
      const unbroken = folders.createRequest(createEverything(seed))
      const expected = await trainToTheEnd(unbroken)
      const broken = {
        ...folders.createRequest(createEverything(seed)),
        // Many within an epoch, so that most kills are followed by a start in the middle of one.
        checkpointEverySeconds: 0.05
      }
      const random = createRandomStream(seed, 'kills')
      let isFirst = true
      let step = 0
      for (let kill = 0; kill < 4; kill++) {
        step += 5 + random.nextBelow(75)
        await trainUntilKilled({ ...broken, resume: !isFirst }, step)
        isFirst = false
      }
      const last = await trainToTheEnd({ ...broken, resume: true })

      expect(last).toMatchObject({ state: 'finished', stepsDone: expected.stepsDone })
      expect(last.test).toEqual(expected.test)
      const [traces, wanted] = [readTraces(broken), readTraces(unbroken)]
      expect(traces.seqs).toEqual(traces.seqs.map((_, index) => index + 1))
      expect({ ...traces, seqs: [] }).toEqual({ ...wanted, seqs: [] })
      expect(wanted.stage).toBe('test')
      const text = readFileSync(join(broken.folder, 'events.jsonl'), 'utf8')
      const resumed = decodeRunEvents(text).filter(({ kind }) => kind === 'resumed')
      expect(resumed.some(({ step }) => step % 72 !== 0)).toBe(true)
      expect(wanted.events.map(({ kind }) => kind)).toContain('restored-weights')
    },
    120_000
  )
})

describe('a stopped run', () => {
  const stopAt = async (request: StartRun, step: number) => {
    let isAsked = false
    return followRun(trainer, request, ({ steps }) => {
      if (isAsked || (steps.at(-1) ?? 0) < step) return
      isAsked = true
      void trainer.client.call.stopRun({ runId: request.runId, evaluate: true })
    })
  }

  it('goes on where it was, with the time it had taken, although it was tested meanwhile', async () => {
    const request = folders.createRequest(createEverything(3))
    const stopped = await stopAt(request, 100)
    const story = await followRun(trainer, { ...request, resume: true })
    expect(stopped.last.state).toBe('stopped')
    expect(story.changes.find(({ state }) => state === 'training')).toMatchObject({
      stepsDone: stopped.last.stepsDone
    })
    const unbroken = folders.createRequest(createEverything(3))
    const whole = await followRun(trainer, unbroken)
    expect(story.last.test).toEqual(whole.last.test)
    const withoutMarksOfTheStop = (request: StartRun) => {
      const { tables, tensors } = readTraces(request)
      return { tables, tensors }
    }
    expect(withoutMarksOfTheStop(request)).toEqual(withoutMarksOfTheStop(unbroken))
  })

  it('goes on from the checkpoint before when the newest is damaged, and says so', async () => {
    const request = folders.createRequest(createSmallExperiment({ epochs: 2 }))
    await stopAt(request, 80)
    const folder = checkpointFolderOf(request.folder)
    const newest = join(folder, readdirSync(folder).sort().at(-1) ?? '')
    const bytes = readFileSync(newest)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(newest, bytes)
    const story = await followRun(trainer, { ...request, resume: true })
    expect(story.last).toMatchObject({ state: 'finished', stepsDone: 144 })
    expect(story.changes.find(({ state }) => state === 'training')?.stepsDone).toBe(72)
    expect(story.last.notes.join()).toMatch(/checkpoint-\d+\.bin could not be used: it is damaged/)
    const log = readFileSync(join(request.folder, 'metrics.log'))
    const { batches } = decodeMetricLog(new Uint8Array(log), request.runId)
    expect([...(mergeBatches(batches)[0]?.steps ?? [])]).toEqual(
      Array.from({ length: 144 }, (_, index) => index + 1)
    )
  })

  it('still ends after the steps that it was begun with', async () => {
    const request = { ...folders.createRequest(createSmallExperiment()), maxSteps: 100 }
    await stopAt(request, 20)
    const story = await followRun(trainer, { ...request, maxSteps: null, resume: true })
    expect(story.last).toMatchObject({ state: 'finished', stepsDone: 100 })
  })

  it('is refused when its data set has other pictures now', async () => {
    const request = folders.createRequest(createSmallExperiment())
    await stopAt(request, 20)
    const experiment = createSmallExperiment()
    const validation = { kind: 'last-fraction', fraction: 0.3 } as const
    const other = { ...experiment, dataset: { ...experiment.dataset, validation } }
    await expect(
      trainer.client.call.startRun({ ...request, experiment: other, resume: true })
    ).rejects.toThrow(/its data set had 7200 pictures to train and 800 to validate with/)
  })

  it('is refused without a checkpoint, and by another experiment', async () => {
    const request = folders.createRequest(createSmallExperiment())
    await expect(trainer.client.call.startRun({ ...request, resume: true })).rejects.toThrow(
      'The run cannot be continued: There is no checkpoint. Train it again from the start.'
    )
    await followRun(trainer, { ...request, maxSteps: 2 })
    const experiment = createSmallExperiment({ seed: 99 })
    await expect(
      trainer.client.call.startRun({ ...request, experiment, resume: true })
    ).rejects.toThrow(/was written by another experiment \(seed 3/)
  })
})
