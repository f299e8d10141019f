import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeRunEvents } from '@shared/run-events'
import type { StartRun } from '@shared/contract/trainer'
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

let folders: TestFolders
let trainer: TestTrainer
beforeAll(() => {
  folders = createTestFolders()
  trainer = createTestTrainer()
})
afterAll(() => {
  trainer.close()
  folders.remove()
})

/** An epoch is 8 steps of 900 pictures. */
const follow = (training: Parameters<typeof createSmallExperiment>[0]) => {
  const request = folders.createRequest(createSmallExperiment({ batchSize: 900, ...training }))
  return followRun(trainer, request).then((story) => ({ ...story, request }))
}

describe('a schedule', () => {
  it('that lowers the rate to nothing leaves the network as it was', async () => {
    const schedule = { kind: 'step', everyEpochs: 1, factor: 1e-12 } as const
    const { column } = await follow({ schedule, epochs: 3 })
    const losses = column('epoch', 'validation/loss')
    expect(losses).toHaveLength(3)
    // The weights rest; the moving statistics of batch normalisation do not.
    const trainLosses = column('epoch', 'train/loss')
    expect(Math.abs((trainLosses[2] ?? 0) - (trainLosses[1] ?? 0))).toBeLessThan(0.05)
    expect(trainLosses[0]).toBeGreaterThan((trainLosses[1] ?? 0) + 0.2)
  })

  it('sets the rate before its first step: a warm-up begins with none', async () => {
    const schedule = { kind: 'cosine', warmUp: 0.5 } as const
    const still = { kind: 'sgd', learningRate: 0.5 } as const
    const warm = await follow({ schedule, optimizer: still, epochs: 1 })
    const cold = await follow({ optimizer: still, epochs: 1 })
    expect(warm.column('step', 'train/loss')[0]).toBe(cold.column('step', 'train/loss')[0])
    expect(warm.column('step', 'train/loss')[1]).toBeGreaterThan(
      (cold.column('step', 'train/loss')[1] ?? 0) + 0.1
    )
  })
})

describe('callbacks', () => {
  it('stop early, put the best weights back, and leave a mark for each', async () => {
    // No loss improves by so much: the first epoch stays the best, and patience ends with the third.
    const { last, events, column, request } = await follow({
      epochs: 20,
      callbacks: [
        {
          kind: 'early-stopping',
          monitor: 'val_loss',
          minDelta: 100,
          patience: 2,
          restoreBestWeights: true
        }
      ]
    })
    expect(last).toMatchObject({ state: 'finished', epochsDone: 3, stepsDone: 24 })
    expect(events.map(({ kind, step }) => [kind, step])).toEqual([
      ['early-stop', 24],
      ['restored-weights', 24]
    ])
    const [first = 0, , third = 0] = column('epoch', 'validation/loss')
    expect(third).toBeLessThan(first)
    expect(Math.abs((last.test?.loss ?? 0) - first)).toBeLessThan(
      Math.abs((last.test?.loss ?? 0) - third)
    )
    const text = readFileSync(join(request.folder, 'events.jsonl'), 'utf8')
    expect(decodeRunEvents(text)).toEqual(events)
  })

  it('put the best weights back also when the epochs run out', async () => {
    const { events } = await follow({
      epochs: 2,
      callbacks: [{ kind: 'early-stopping', patience: 5, restoreBestWeights: true }]
    })
    expect(events.map(({ kind }) => kind)).toEqual(['restored-weights'])
    expect(events[0]?.text).toMatch(/weights of epoch 2, the best, were put back/)
  })

  it('lower the learning rate on a plateau', async () => {
    const { events } = await follow({
      epochs: 4,
      callbacks: [{ kind: 'reduce-lr-on-plateau', minDelta: 100, patience: 1, factor: 0.1 }]
    })
    expect(events.map(({ text }) => text)).toEqual([
      expect.stringContaining('Learning rate 0.005 → 0.0005: val_loss has not improved'),
      expect.stringContaining('Learning rate 0.0005 → 0.00005:'),
      expect.stringContaining('Learning rate 0.00005 → 0.000005:')
    ])
  })

  it('are refused when they watch what the run does not have', async () => {
    const experiment = createSmallExperiment({ callbacks: [{ kind: 'early-stopping' }] })
    experiment.dataset.validation = { kind: 'none' }
    await expect(trainer.client.call.startRun(folders.createRequest(experiment))).rejects.toThrow(
      'Early stopping watches val_loss, but no pictures are set aside for validation. Add a validation split, or watch loss.'
    )
    const callbacks = [{ kind: 'reduce-lr-on-plateau', monitor: 'val_accuracy' } as const]
    const other = createSmallExperiment({ callbacks, metrics: [] })
    await expect(trainer.client.call.startRun(folders.createRequest(other))).rejects.toThrow(
      /watches val_accuracy, but accuracy is not among the metrics/
    )
  })

  it('may watch each metric of the experiment, and only those', async () => {
    const callback = { kind: 'early-stopping', monitor: 'val_f1_score', patience: 1 } as const
    const { last, column } = await follow({
      callbacks: [{ ...callback, minDelta: 1 }],
      metrics: ['f1'],
      epochs: 9
    })
    expect(last).toMatchObject({ state: 'finished', epochsDone: 2 })
    expect(column('epoch', 'validation/f1')).toHaveLength(2)
    const without = createSmallExperiment({ callbacks: [callback] })
    await expect(trainer.client.call.startRun(folders.createRequest(without))).rejects.toThrow(
      'Early stopping watches val_f1_score, but f1 is not among the metrics of the experiment. Add it there, or watch the loss.'
    )
  })
})

describe('a model checkpoint', () => {
  // The loss falls from epoch to epoch: upside down, the best epoch is not the last one.
  const best = { kind: 'model-checkpoint', saveBestOnly: true, mode: 'max' } as const
  const readFile = ({ folder }: StartRun, file: 'best' | 'last') =>
    readWeightFile(checkpointFolderOf(folder), file)
  const readWeights = ({ folder }: StartRun) =>
    readNewestCheckpoint(checkpointFolderOf(folder)).checkpoint?.tensors.filter(({ name }) =>
      name.startsWith('weight/')
    )

  it('holds the weights of the best epoch, and says so at the end', async () => {
    const { column, request, events } = await follow({ callbacks: [best], epochs: 3 })
    const losses = column('epoch', 'validation/loss')
    const value = Math.max(...losses)
    const epoch = losses.indexOf(value) + 1
    expect(epoch).toBeLessThan(3)
    const { header, tensors } = readFile(request, 'best')
    const { runId } = request
    expect(header).toEqual({ runId, epoch, step: 8 * epoch, monitor: 'val_loss', value })
    const short = await follow({ epochs: epoch })
    expect(tensors).toEqual(readWeights(short.request))
    expect(events.map(({ kind, text }) => [kind, text])).toEqual([
      [
        'kept-weights',
        `The weights of epoch ${epoch}, the best (val_loss ${value.toPrecision(4)}), are in checkpoints/best.bin.`
      ]
    ])
  })

  it('holds the weights of the last epoch when not only the best are asked for', async () => {
    const experiment = createSmallExperiment({
      batchSize: 1000,
      callbacks: [{ kind: 'model-checkpoint' }]
    })
    // Nothing is watched, so nothing need be set aside to watch.
    experiment.dataset.validation = { kind: 'none' }
    const request = folders.createRequest(experiment)
    const { last } = await followRun(trainer, request)
    const { header, tensors } = readFile(request, 'last')
    expect(header).toMatchObject({ epoch: 2, step: last.stepsDone, value: null })
    expect(tensors).toEqual(readWeights(request))
  })

  it('is not forgotten by a run that is stopped and goes on', async () => {
    const experiment = createSmallExperiment({ batchSize: 900, callbacks: [best], epochs: 5 })
    const request = folders.createRequest(experiment)
    const path = join(checkpointFolderOf(request.folder), 'best.bin')
    let isAsked = false
    await followRun(trainer, request, ({ steps }) => {
      if (isAsked || (steps.at(-1) ?? 0) < 20) return
      isAsked = true
      void trainer.client.call.stopRun({ runId: request.runId, evaluate: false })
    })
    const before = readFileSync(path)
    const { last, column } = await followRun(trainer, { ...request, resume: true })
    expect(last).toMatchObject({ state: 'finished', epochsDone: 5 })
    expect(Math.max(...column('epoch', 'validation/loss'))).toBeLessThan(
      readFile(request, 'best').header.value ?? NaN
    )
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('is refused beside another one that writes the same file', async () => {
    const experiment = createSmallExperiment({ callbacks: [best, { ...best, mode: 'min' }] })
    await expect(trainer.client.call.startRun(folders.createRequest(experiment))).rejects.toThrow(
      'Two model checkpoints would write checkpoints/best.bin. Keep one of them, or change saveBestOnly of one.'
    )
  })
})

describe('a loss that is no number any more', () => {
  /** Without normalisation nothing holds the weights. */
  function createUnstable(training: Parameters<typeof createSmallExperiment>[0]) {
    const experiment = createSmallExperiment(training)
    const { config } = experiment.model
    config.layers = (config.layers as { name: string }[])
      .filter(({ name }) => name !== 'bn')
      .map((one) =>
        one.name === 'dropout' ? { ...one, inbound_nodes: [[['conv', 0, 0, {}]]] } : one
      )
    return experiment
  }

  it('ends the run with the cause, a better rate, and the last good checkpoint still there', async () => {
    // The most that an experiment may ask for.
    const optimizer = { kind: 'sgd', learningRate: 1000 } as const
    const request = folders.createRequest(createUnstable({ optimizer }))
    const { last } = await followRun(trainer, request)
    const { checkpoint } = readNewestCheckpoint(checkpointFolderOf(request.folder))
    const kept = checkpoint?.header.step ?? NaN
    expect(last.state).toBe('failed')
    expect(kept).toBeLessThan(last.stepsDone)
    expect(checkpoint?.tensors.every(({ values }) => values.every(Number.isFinite))).toBe(true)
    expect(last.reason?.replace(/the loss is (NaN|Infinity)/, 'the loss is no number')).toBe(
      `Training diverged at step ${last.stepsDone}: the loss is no number. Probably the learning rate is too high, and the weights grew until values became infinite. Try a tenth of it: 100 instead of 1000. The checkpoint of step ${kept}, the last with finite weights, is kept.`
    )
  })

  it('names the rate that was set by hand, and the checkpoint of the last epoch', async () => {
    const optimizer = { kind: 'sgd', learningRate: 0.01 } as const
    const request = folders.createRequest(
      createUnstable({ optimizer, batchSize: 900, epochs: 200 })
    )
    let isChanged = false
    const { last } = await followRun(trainer, request, ({ steps }) => {
      if (isChanged || (steps.at(-1) ?? 0) < 8) return
      isChanged = true
      void trainer.client.call.changeRun({ runId: request.runId, learningRate: 1000 })
    })
    expect(last.reason).toMatch(
      /Try a tenth of it: 100 instead of 1000\. The checkpoint of step \d+/
    )
    const [, kept] = /checkpoint of step (\d+)/.exec(last.reason ?? '') ?? []
    expect(Number(kept)).toBeGreaterThanOrEqual(8)
  })
})
