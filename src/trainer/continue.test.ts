import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartRun } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import { checkpointFolderOf, readNewestCheckpoint } from './checkpoint/checkpoint-folder'
import {
  createSmallExperiment,
  createTestFolders,
  createTestTrainer,
  followRun,
  type RunStory,
  type TestFolders,
  type TestTrainer
} from './testing'

/** 8,000 pictures less a tenth, 100 a batch. */
const STEPS_PER_EPOCH = 72

let trainer: TestTrainer
let folders: TestFolders
beforeAll(() => {
  trainer = createTestTrainer()
  folders = createTestFolders()
})
afterAll(() => {
  trainer.close()
  folders.remove()
})

function continueFrom(parent: StartRun, experiment: Experiment): StartRun {
  const { runId, folder } = parent
  const origin = { runId, folder, name: 'the parent', experiment: parent.experiment as Experiment }
  return { ...folders.createRequest(experiment), continueFrom: origin }
}

const readTensors = ({ folder }: StartRun) =>
  readNewestCheckpoint(checkpointFolderOf(folder)).checkpoint?.tensors

async function trainUntil(request: StartRun, step: number): Promise<RunStory> {
  let isAsked = false
  return followRun(trainer, request, ({ steps }) => {
    if (isAsked || (steps.at(-1) ?? 0) < step) return
    isAsked = true
    void trainer.client.call.stopRun({ runId: request.runId })
  })
}

function editLayer(experiment: Experiment, name: string, change: object): Experiment {
  const { config } = experiment.model as unknown as {
    config: { layers: { name: string; config: object }[] }
  }
  const layers = config.layers.map((layer) =>
    layer.name === name ? { ...layer, config: { ...layer.config, ...change } } : layer
  )
  return { ...experiment, model: { ...experiment.model, config: { ...config, layers } } }
}

describe('a run that goes on from a finished one', () => {
  it('ends with the bits of one that was planned as long from the start', async () => {
    const parent = folders.createRequest(createSmallExperiment({ epochs: 1 }))
    await followRun(trainer, parent)
    const longer = createSmallExperiment({ epochs: 3 })
    const child = continueFrom(parent, longer)
    const story = await followRun(trainer, child)
    const whole = folders.createRequest(longer)
    const expected = await followRun(trainer, whole)

    expect(story.last).toMatchObject({ state: 'finished', epochs: 3, epochsDone: 3 })
    expect(story.last.stepsDone).toBe(3 * STEPS_PER_EPOCH)
    expect(story.last.test).toEqual(expected.last.test)
    expect(readTensors(child)).toEqual(readTensors(whole))
    expect(story.column('step', 'train/loss')).toEqual(
      expected.column('step', 'train/loss').slice(STEPS_PER_EPOCH)
    )
    expect(story.column('epoch', 'validation/loss')).toEqual(
      expected.column('epoch', 'validation/loss').slice(1)
    )
    expect(story.events[0]).toMatchObject({
      kind: 'continued',
      step: STEPS_PER_EPOCH,
      text: 'Continued from "the parent" after step 72 with training.epochs 1 → 3.'
    })
  })

  it('may set other pictures aside for validation, and counts its epochs anew from there', async () => {
    const parent = folders.createRequest(createSmallExperiment({ epochs: 1 }))
    await followRun(trainer, parent)
    const longer = createSmallExperiment({ epochs: 2 })
    const split = { kind: 'last-fraction', fraction: 0.2 } as const
    const child = continueFrom(parent, {
      ...longer,
      dataset: { ...longer.dataset, validation: split }
    })
    const { last, events } = await followRun(trainer, child)
    expect(last).toMatchObject({ state: 'finished', epochsDone: 2, stepsDone: 72 + 64 })
    expect(events[0]?.text).toContain('dataset.validation.fraction 0.1 → 0.2')
  })

  it('is itself continued bit for bit after it was stopped', async () => {
    const parent = folders.createRequest(createSmallExperiment({ epochs: 1 }))
    await followRun(trainer, parent)
    const longer = createSmallExperiment({ epochs: 3 })
    const [broken, whole] = [continueFrom(parent, longer), continueFrom(parent, longer)]
    await trainUntil(broken, 100)
    const story = await followRun(trainer, { ...broken, continueFrom: null, resume: true })
    const expected = await followRun(trainer, whole)
    expect(story.last).toMatchObject({ state: 'finished', stepsDone: 3 * STEPS_PER_EPOCH })
    expect(story.last.test).toEqual(expected.last.test)
    expect(readTensors(broken)).toEqual(readTensors(whole))
  })

  it('is refused when no epoch is left, or the network is another one', async () => {
    const parent = folders.createRequest(createSmallExperiment({ epochs: 1 }))
    await followRun(trainer, parent)
    const same = continueFrom(parent, createSmallExperiment({ epochs: 1 }))
    await expect(trainer.client.call.startRun(same)).rejects.toThrow(
      'The epochs asked for (1) are all done. Ask for at least 2 to go on.'
    )
    const wider = editLayer(createSmallExperiment({ epochs: 2 }), 'conv', { filters: 5 })
    await expect(trainer.client.call.startRun(continueFrom(parent, wider))).rejects.toThrow(
      /The weights "conv\/kernel" are \[5, 5, 1, 5\], but \[5, 5, 1, 4\]/
    )
  })

  it('is refused without a checkpoint of the parent', async () => {
    const parent = folders.createRequest(createSmallExperiment())
    await expect(
      trainer.client.call.startRun(continueFrom(parent, createSmallExperiment({ epochs: 9 })))
    ).rejects.toThrow('There is no checkpoint.')
  })
})

describe('a branch from the middle of an epoch', () => {
  it('begins at the very step, with weights and optimizer of its parent and its own settings', async () => {
    const parent = folders.createRequest(createSmallExperiment())
    const { last } = await trainUntil(parent, 30)
    const { stepsDone: fork } = last
    expect(fork).toBeLessThan(STEPS_PER_EPOCH)
    const edited = editLayer(
      createSmallExperiment({
        optimizer: { kind: 'adam', learningRate: 0.0005 },
        loss: 'categorical_crossentropy'
      }),
      'bn',
      { momentum: 0.9 }
    )
    const child = continueFrom(parent, edited)
    const story = await followRun(trainer, child)
    const unbroken = folders.createRequest(createSmallExperiment())
    const whole = await followRun(trainer, unbroken)

    // The first step's loss is that of the weights as they were; the second one's shows the other rate.
    const [own, others] = [story, whole].map((one) => one.column('step', 'train/loss'))
    expect(own?.[0]).toBe(others?.[fork])
    expect(own?.[1]).not.toBe(others?.[fork + 1])
    expect(own).toHaveLength(2 * STEPS_PER_EPOCH - fork)
    expect(story.column('epoch', 'train/loss')).toHaveLength(2)
    expect(story.events[0]?.text).toBe(
      `Continued from "the parent" after step ${fork} with training.optimizer.learningRate 0.005 → 0.0005, layer bn: momentum 0.99 → 0.9.`
    )
  })

  it('may freeze layers, which keep their weights from then on, and thaw them again', async () => {
    const parent = folders.createRequest(createSmallExperiment())
    await trainUntil(parent, 20)
    const frozen = editLayer(createSmallExperiment(), 'conv', { trainable: false })
    const child = continueFrom(parent, frozen)
    const { last, events } = await followRun(trainer, child)
    expect(last.state).toBe('finished')
    expect(events[0]?.text).toContain('layer conv: trainable true → false')
    const find = (request: StartRun, name: string) =>
      readTensors(request)?.find((one) => one.name === name)?.values
    expect(find(child, 'weight/conv/kernel')).toEqual(find(parent, 'weight/conv/kernel'))
    expect(find(child, 'weight/classes/kernel')).not.toEqual(find(parent, 'weight/classes/kernel'))
    expect(find(child, 'slot/m/conv/kernel')).toBeUndefined()

    // Adam corrects what begins at zero by its count of steps, which must not be that of the others: a step moves a
    // weight by the learning rate, and not by a multiple of it.
    const learningRate = 0.001
    const thawed = continueFrom(
      child,
      createSmallExperiment({ epochs: 3, optimizer: { kind: 'adam', learningRate } })
    )
    const story = await followRun(trainer, { ...thawed, maxSteps: 1 })
    expect(story.events[0]?.text).toMatch(/The optimizer begins without memory\.$/)
    const [before = [], after = []] = [child, thawed].map((one) => [
      ...(find(one, 'weight/conv/kernel') ?? [])
    ])
    const moves = after.map((value, index) => Math.abs(value - (before[index] ?? NaN)))
    expect(Math.max(...moves)).toBeGreaterThan(0)
    expect(Math.max(...moves)).toBeLessThan(1.01 * learningRate)
  })

  it('lets another optimizer begin without memory, and says so', async () => {
    const parent = folders.createRequest(createSmallExperiment())
    await trainUntil(parent, 20)
    const edited = createSmallExperiment({ optimizer: { kind: 'sgd', learningRate: 0.01 } })
    const { last, events } = await followRun(trainer, continueFrom(parent, edited))
    expect(last.state).toBe('finished')
    expect(events[0]?.text).toMatch(/The optimizer begins without memory\.$/)
  })

  it('begins the epoch anew where the batches are others', async () => {
    const parent = folders.createRequest(createSmallExperiment())
    const { last: ended } = await trainUntil(parent, 20)
    const child = continueFrom(parent, createSmallExperiment({ batchSize: 200 }))
    const { last, events } = await followRun(trainer, child)
    expect(last.stepsDone).toBe(ended.stepsDone + 2 * 36)
    expect(events[0]?.text).toMatch(/The epoch at work begins anew\.$/)
  })
})

describe('what callbacks remember', () => {
  it.each([
    ['goes along where they are asked the same', {}, false],
    ['begins anew where another loss is watched', { labelSmoothing: 0.2 }, true]
  ])('%s', async (_what, change, isAnew) => {
    const callbacks = [{ kind: 'early-stopping', monitor: 'val_loss', patience: 9 }] as const
    const settings = { callbacks: [...callbacks], epochs: 3 }
    const parent = folders.createRequest(createSmallExperiment(settings))
    await trainUntil(parent, 80)
    const child = continueFrom(parent, createSmallExperiment({ ...settings, ...change }))
    const { events } = await followRun(trainer, child)
    expect(events[0]?.text.includes('The callbacks begin anew.')).toBe(isAnew)
  })
})
