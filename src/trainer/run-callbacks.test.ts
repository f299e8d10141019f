import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeRunEvents } from '@shared/run-events'
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
})
