import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient } from '@shared/contract/rpc'
import { liveContract, MAX_UNACKNOWLEDGED_BATCHES } from '@shared/contract/live'
import type { StartRun } from '@shared/contract/trainer'
import { decodeMetricLog } from '@shared/metric-log'
import { decodePredictionFile } from '@shared/prediction-file'
import type { PredictionBatch } from '@shared/predictions'
import type { RunProgress } from '@shared/run'
import {
  createSmallExperiment,
  createTestFolders,
  createTestTrainer,
  createWindowPorts,
  followRun,
  type TestFolders,
  type TestTrainer
} from './testing'
import { tf } from './tf'

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

describe('a run', () => {
  it('learns the digits, records every step and epoch, and tests at the end', async () => {
    const predictions: PredictionBatch[] = []
    const progress: RunProgress[] = []
    const offs = [
      trainer.client.on('onPredictions', (batch) => predictions.push(batch)),
      trainer.client.on('onProgress', (one) => progress.push(one))
    ]
    const request = folders.createRequest(createSmallExperiment())
    const story = await followRun(trainer, request)
    offs.forEach((off) => off())

    expect(story.changes.map((change) => change.state)).toEqual([
      'preparing',
      'training',
      'training',
      'training',
      'evaluating',
      'finished'
    ])
    // 7,200 of 8,000 pictures in batches of 100, two epochs.
    expect(story.last).toMatchObject({ epochsDone: 2, stepsDone: 144, reason: null })
    expect(story.last.test?.accuracy).toBeGreaterThan(0.85)
    expect(story.last.test?.examples).toBe(2000)
    expect(story.column('step', 'train/loss')).toHaveLength(144)
    expect(story.column('epoch', 'validation/accuracy')).toHaveLength(2)
    expect(story.column('epoch', 'validation/accuracy')[1]).toBeGreaterThan(0.85)

    const log = decodeMetricLog(
      new Uint8Array(readFileSync(join(request.folder, 'metrics.log'))),
      request.runId
    )
    expect(log.batches).toEqual(story.batches)

    // Before the first step, every 25 steps, and at the end.
    expect(predictions.map((batch) => batch.step)).toEqual([0, 25, 50, 75, 100, 125, 144])
    expect(decodePredictionFile(readFileSync(join(request.folder, 'samples.bin')))).toEqual(
      predictions.at(-1)
    )
    expect(progress.map((one) => one.phase)).toEqual(
      expect.arrayContaining(['preparing', 'training', 'validating', 'testing'])
    )
    expect(progress.at(-1)?.remainingMs).toBeLessThan(10_000)
  })

  it('gives the same numbers again from the same seed, and others from another', async () => {
    const run = (seed: number) => {
      const experiment = createSmallExperiment({ seed, epochs: 1 })
      return followRun(trainer, folders.createRequest(experiment, { maxSteps: 20 }))
    }
    const [first, second, other] = [await run(5), await run(5), await run(6)]
    expect(second.column('step', 'train/loss')).toEqual(first.column('step', 'train/loss'))
    expect(second.last.test).toEqual(first.last.test)
    expect(other.column('step', 'train/loss')).not.toEqual(first.column('step', 'train/loss'))
  })

  it('means over an epoch what its steps mean, each weighted by its pictures', async () => {
    // 7,200 pictures in batches of 1,000: the last has 200.
    const experiment = createSmallExperiment({ batchSize: 1000, epochs: 1 })
    const story = await followRun(trainer, folders.createRequest(experiment))
    const steps = story.column('step', 'train/loss')
    const sum = steps.reduce((total, loss, index) => total + loss * (index === 7 ? 200 : 1000), 0)
    expect(story.column('epoch', 'train/loss')[0]).toBeCloseTo(sum / 7200, 10)
  })

  it('gives counted metrics once an epoch and in the test result, when they are asked for', async () => {
    const experiment = createSmallExperiment({ metrics: ['accuracy', 'f1', 'auc'], epochs: 2 })
    const story = await followRun(trainer, folders.createRequest(experiment, { maxSteps: 80 }))
    expect(story.column('step', 'train/f1')).toEqual([])
    for (const series of ['train/f1', 'validation/f1', 'validation/auc'] as const) {
      expect(story.column('epoch', series)).toHaveLength(2)
      expect(story.column('epoch', series).every((value) => value > 0.3 && value <= 1)).toBe(true)
    }
    expect(Object.keys(story.last.test?.others ?? {})).toEqual(['f1', 'auc'])
    expect(story.last.test?.others?.f1).toBeGreaterThan(0.7)
    expect(story.column('epoch', 'train/recall')).toEqual([])
  })

  it('ends after the asked-for steps, then validates and tests', async () => {
    const request = folders.createRequest(createSmallExperiment(), { maxSteps: 3 })
    const story = await followRun(trainer, request)
    expect(story.last).toMatchObject({ state: 'finished', stepsDone: 3, epochsDone: 0 })
    expect(story.column('epoch', 'validation/loss')).toHaveLength(1)
  })

  it('stops within one step and keeps what it has recorded', async () => {
    const request = folders.createRequest(createSmallExperiment({ epochs: 100 }))
    let stepWhenAsked = 0
    const story = await followRun(trainer, request, (batch) => {
      const newest = batch.steps.at(-1) ?? 0
      if (newest < 5 || stepWhenAsked > 0) return
      stepWhenAsked = newest
      void trainer.client.call.stopRun({ runId: request.runId })
    })
    expect(story.changes.slice(-2).map((change) => change.state)).toEqual(['stopping', 'stopped'])
    expect(story.last.stepsDone).toBeLessThanOrEqual(stepWhenAsked + 1)
    expect(story.column('step', 'train/loss')).toHaveLength(story.last.stepsDone)
  })

  it('stops although it had only just been asked for', async () => {
    const request = folders.createRequest(createSmallExperiment({ epochs: 100 }))
    const story = followRun(trainer, request)
    await trainer.client.call.stopRun({ runId: request.runId })
    expect((await story).last).toMatchObject({ state: 'stopped', stepsDone: 0 })
  })

  it('refuses a model of which every layer is frozen', async () => {
    const experiment = createSmallExperiment()
    experiment.model.config.trainable = false
    await expect(trainer.client.call.startRun(folders.createRequest(experiment))).rejects.toThrow(
      /nothing to train: each of its layers is frozen \(trainable: false\) or has no weights/
    )
  })

  it('leaves no tensor behind, finished or stopped', async () => {
    const before = tf.memory().numTensors
    await followRun(trainer, folders.createRequest(createSmallExperiment(), { maxSteps: 2 }))
    const request = folders.createRequest(createSmallExperiment())
    await followRun(trainer, request, () => {
      void trainer.client.call.stopRun({ runId: request.runId })
    })
    expect(tf.memory().numTensors).toBe(before)
  })

  it('holds the same number of tensors in every step', async () => {
    const counts: number[] = []
    const request = folders.createRequest(createSmallExperiment(), { maxSteps: 30 })
    await followRun(trainer, request, () => counts.push(tf.memory().numTensors))
    expect(counts.length).toBeGreaterThan(3)
    expect(new Set(counts.slice(0, -1)).size).toBe(1)
  })

  it('notes that pictures are padded and that the data set is another one', async () => {
    const experiment = createSmallExperiment()
    experiment.dataset.id = 'cifar10'
    const [input] = experiment.model.config.layers as { config: Record<string, unknown> }[]
    if (input) input.config.batch_input_shape = [null, 32, 32, 3]
    const request = folders.createRequest(experiment, { maxSteps: 1 })
    const story = await followRun(trainer, request)
    expect(story.last.state).toBe('finished')
    expect(story.last.notes.join(' ')).toMatch(
      /written for 'cifar10'; this run uses MNIST digits\. .*padded with zeros to 32×32 and repeated to 3 channels/
    )
  })
})

describe('a run is refused', () => {
  const refused = (change: (request: StartRun) => void) => {
    const request = folders.createRequest(createSmallExperiment())
    change(request)
    return trainer.client.call.startRun(request)
  }

  it('while another one is active', async () => {
    const request = folders.createRequest(createSmallExperiment({ epochs: 100 }))
    const story = followRun(trainer, request)
    await expect(refused(() => undefined)).rejects.toThrow(/Another run is being trained/)
    await trainer.client.call.stopRun({ runId: request.runId })
    await story
  })

  it('with the sentence of the layer that does not fit', async () => {
    await expect(
      refused(({ experiment }) => {
        const layers = experiment.model.config.layers as { config: Record<string, unknown> }[]
        if (layers[1]) layers[1].config.kernel_size = 99
      })
    ).rejects.toThrow(/Conv2D 'conv': kernel 99x99 does not fit input 28x28/)
  })

  it('when the head does not fit the classes', async () => {
    await expect(
      refused(({ experiment }) => {
        const layers = experiment.model.config.layers as { config: Record<string, unknown> }[]
        const last = layers.at(-1)
        if (last) last.config.units = 7
      })
    ).rejects.toThrow(/Dense 'classes': gives 7 values, but the data set has 10 classes/)
  })

  it('when the pictures are larger than the input', async () => {
    await expect(
      refused(({ experiment }) => {
        const layers = experiment.model.config.layers as { config: Record<string, unknown> }[]
        if (layers[0]) layers[0].config.batch_input_shape = [null, 20, 20, 1]
      })
    ).rejects.toThrow(/pictures are never cropped/)
  })

  it('when the data set is not there, or not known, before anything is written', async () => {
    const request = folders.createRequest(createSmallExperiment())
    request.dataset = { id: 'cifar10', folder: folders.root }
    request.experiment.model.config.layers = JSON.parse(
      JSON.stringify(request.experiment.model.config.layers).replace('28,28,1', '32,32,3')
    ) as unknown[]
    await expect(trainer.client.call.startRun(request)).rejects.toThrow(
      /holds neither data_batch_1/
    )
    expect(existsSync(join(request.folder, 'metrics.log'))).toBe(false)
    await expect(refused((one) => (one.dataset = { id: 'nothing', folder: null }))).rejects.toThrow(
      /'nothing' is not known/
    )
  })
})

describe('a window', () => {
  it('that attaches in the middle of a run hears every batch after the answer', async () => {
    const [windowPort, trainerPort] = createWindowPorts()
    const window = createClient(liveContract, windowPort)
    trainer.service.addWindow(trainerPort)
    const heard: number[] = []
    window.on('onMetrics', ({ seq, runId }) => {
      heard.push(seq)
      windowPort.post({ type: 'acknowledge', runId, seq })
    })
    let attached: { runId: string | null; seq: number } | undefined
    const request = folders.createRequest(createSmallExperiment(), { maxSteps: 120 })
    const story = await followRun(trainer, request, (batch) => {
      if (batch.seq === 3) void window.call.attach(undefined).then((answer) => (attached = answer))
    })
    windowPort.close()
    expect(attached?.runId).toBe(request.runId)
    const expected = story.batches
      .map((batch) => batch.seq)
      .filter((seq) => seq > (attached?.seq ?? 0))
    expect(heard).toEqual(expected)
    expect(heard.length).toBeGreaterThan(0)
  })

  it('gets a few of many predictions, and the last for certain', async () => {
    const [windowPort, trainerPort] = createWindowPorts()
    const window = createClient(liveContract, windowPort)
    trainer.service.addWindow(trainerPort)
    await window.call.attach(undefined)
    const heard: number[] = []
    window.on('onPredictions', ({ step }) => heard.push(step))
    const experiment = createSmallExperiment({ samplePredictions: { everySteps: 1 } })
    const startedAt = performance.now()
    await followRun(trainer, folders.createRequest(experiment, { maxSteps: 100 }))
    await vi.waitUntil(() => heard.at(-1) === 100)
    const seconds = (performance.now() - startedAt) / 1000
    windowPort.close()
    expect(heard[0]).toBe(0)
    // Five a second, of some hundred.
    expect(heard.length).toBeLessThan(2 + 5 * seconds)
  })

  it('that acknowledges nothing is skipped, and the run goes on', async () => {
    const [windowPort, trainerPort] = createWindowPorts()
    const window = createClient(liveContract, windowPort)
    trainer.service.addWindow(trainerPort)
    await window.call.attach(undefined)
    const heard: number[] = []
    window.on('onMetrics', ({ seq }) => heard.push(seq))
    // The columns alternate with the epoch rows: a batch or two an epoch of 2 steps.
    const experiment = createSmallExperiment({
      batchSize: 4000,
      epochs: 80,
      samplePredictions: { count: 0, everySteps: 1 }
    })
    const story = await followRun(trainer, folders.createRequest(experiment))
    windowPort.close()
    expect(story.last.state).toBe('finished')
    expect(story.batches.length).toBeGreaterThan(MAX_UNACKNOWLEDGED_BATCHES)
    expect(heard).toEqual(
      Array.from({ length: MAX_UNACKNOWLEDGED_BATCHES }, (_, index) => index + 1)
    )
  })
})

describe('the trainer', () => {
  it('tells what TensorFlow runs on', async () => {
    const info = await trainer.client.call.getRuntimeInfo(undefined)
    expect(info.tensorflowVersion).toMatch(/^\d+\.\d+\.\d+/)
    expect(info.device === 'gpu').toBe(info.gpuReason === null)
    expect(info.threads).toBeGreaterThan(0)
  })

  it('lists every data set with its state', async () => {
    const list = await trainer.client.call.listDatasets([{ id: 'cifar10', folder: '/nowhere' }])
    expect(list.map(({ card, isReady }) => [card.id, isReady])).toEqual([
      ['mnist', true],
      ['cifar10', false],
      ['shapes', true],
      ['cifar100', false],
      ['fashion-mnist', false]
    ])
    expect(list[1]?.message).toMatch(/nowhere does not exist/)
  })
})
