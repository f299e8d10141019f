import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartRun } from '@shared/contract/trainer'
import type { EvaluatedPart, EvaluationMoment } from '@shared/evaluation'
import {
  decodeEvaluationFile,
  nameEvaluationFile,
  type StoredEvaluation
} from '@shared/evaluation-file'
import type { Experiment } from '@shared/experiment'
import type { RunProgress } from '@shared/run'
import { mnist } from './datasets/mnist'
import { removeEvaluations } from './run-evaluations'
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

/** Trains, and reads what was stored; 8 steps of 900 pictures are an epoch. */
async function follow(experiment: Experiment, onProgress: (progress: RunProgress) => void = noop) {
  const request = folders.createRequest(experiment)
  const forget = trainer.client.on('onProgress', onProgress)
  const story = await followRun(trainer, request)
  forget()
  return {
    ...story,
    request,
    read: (part: EvaluatedPart, moment: EvaluationMoment) => readOne(request, part, moment)
  }
}
const noop = () => undefined

function readOne({ folder }: StartRun, part: EvaluatedPart, moment: EvaluationMoment) {
  const file = join(folder, nameEvaluationFile({ part, moment }))
  return existsSync(file) ? decodeEvaluationFile(readFileSync(file)) : null
}

function listEvaluations({ folder }: StartRun): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('evaluation-'))
    .sort()
}

const create = (training: Parameters<typeof createSmallExperiment>[0]) =>
  createSmallExperiment({ batchSize: 900, epochs: 1, ...training })

function countCorrect(evaluation: StoredEvaluation | null): number {
  if (!evaluation) return NaN
  const { labels, probabilities, classNames } = evaluation
  return labels.filter((label, row) => {
    const own = probabilities.subarray(row * classNames.length, (row + 1) * classNames.length)
    return own.indexOf(Math.max(...own)) === label
  }).length
}

/** The run adds up means of batches in float32: the same number of pictures, to seven digits. */
function expectAccuracy(evaluation: StoredEvaluation | null, accuracy: number | undefined): void {
  const count = evaluation?.labels.length ?? 0
  expect(countCorrect(evaluation)).toBe(Math.round((accuracy ?? NaN) * count))
  expect(countCorrect(evaluation) / count).toBeCloseTo(accuracy ?? NaN, 7)
}

describe('what a run stores of its end', () => {
  it('has the accuracy that the run reports, of the test and of the last validation', async () => {
    const phases: string[] = []
    const { last, column, request, read } = await follow(create({ epochs: 2 }), ({ phase }) => {
      if (phases.at(-1) !== phase) phases.push(phase)
    })
    expect(last.state).toBe('finished')
    expect(listEvaluations(request)).toEqual([
      'evaluation-test-end.bin',
      'evaluation-validation-end.bin'
    ])
    expectAccuracy(read('test', 'end'), last.test?.accuracy)
    expectAccuracy(read('validation', 'end'), column('epoch', 'validation/accuracy')[1])
    expect(read('test', 'end')).toMatchObject({ step: 16, epoch: 2, datasetId: 'mnist' })
    // Nothing flows twice.
    expect(phases.filter((phase) => phase === 'testing')).toHaveLength(1)
    expect(phases.at(-1)).toBe('testing')
  })

  it('names the pictures: labels and places of the test, and of the split', async () => {
    const { request, read } = await follow(create({}))
    const { train, test } = await mnist.load({
      folder: null,
      cacheFolder: request.cacheFolder,
      signal: new AbortController().signal,
      onProgress: noop
    })
    const tested = read('test', 'end')
    expect([...(tested?.labels ?? [])]).toEqual([...test.labels])
    expect([...(tested?.places ?? [])]).toEqual([...test.labels.keys()])
    const validated = read('validation', 'end')
    const first = train.labels.length * 0.9
    expect([...(validated?.places ?? [])]).toEqual([...train.labels.keys()].slice(first))
    expect([...(validated?.labels ?? [])]).toEqual([...train.labels.slice(first)])
    const other = await follow(create({ seed: 8 }))
    expect(other.read('test', 'end')?.picturesId).toBe(tested?.picturesId)
    expect(other.read('test', 'end')?.probabilities).not.toEqual(tested?.probabilities)
    expect(validated?.picturesId).not.toBe(tested?.picturesId)
  })

  it('has rows that add up to 1, with one sigmoid a class too', async () => {
    const experiment = create({ loss: 'binary_crossentropy' })
    const model = JSON.stringify(experiment.model).replace('softmax', 'sigmoid')
    const { last, read } = await follow({ ...experiment, model: JSON.parse(model) })
    const evaluation = read('test', 'end')
    expectAccuracy(evaluation, last.test?.accuracy)
    expect(last.test?.accuracy).toBeGreaterThan(0.2)
    for (let row = 0; row < (last.test?.examples ?? 0); row++) {
      const own = [...(evaluation?.probabilities.subarray(row * 10, row * 10 + 10) ?? [])]
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 2)
    }
  })

  it('says so in a note when it cannot be written, and the run is whole', async () => {
    const request = folders.createRequest(create({}))
    const { last } = await followRun(trainer, request, () => {
      mkdirSync(join(request.folder, 'evaluation-test-end.bin'), { recursive: true })
    })
    expect(last).toMatchObject({ state: 'finished', test: { examples: 2000 } })
    expect(last.notes).toContainEqual(expect.stringMatching(/could not be stored: /))
    expect(readOne(request, 'validation', 'end')).not.toBeNull()
    expect(listEvaluations(request)).toHaveLength(2)
  })

  it('is nothing without pictures for validation, and nothing of a run that was stopped', async () => {
    const experiment = create({})
    experiment.dataset.validation = { kind: 'none' }
    const { request } = await follow(experiment)
    expect(listEvaluations(request)).toEqual(['evaluation-test-end.bin'])
    const stopped = folders.createRequest(create({ epochs: 50 }))
    const { last } = await followRun(trainer, stopped, () => {
      void trainer.client.call.stopRun({ runId: stopped.runId, evaluate: false })
    })
    expect(last.state).toBe('stopped')
    expect(listEvaluations(stopped)).toEqual([])
  })
})

describe('what a run stores of its best weights', () => {
  // The best by this measure is the first epoch.
  const worst = {
    kind: 'model-checkpoint',
    monitor: 'val_accuracy',
    mode: 'min',
    saveBestOnly: true
  } as const

  it('is of the epoch that ModelCheckpoint kept, and changes nothing that the run reports', async () => {
    const plain = await follow(create({ epochs: 3 }))
    const { last, column, read, request } = await follow(create({ epochs: 3, callbacks: [worst] }))
    const accuracies = column('epoch', 'validation/accuracy')
    expect(accuracies[0]).toBeLessThan(Math.min(...accuracies.slice(1)))
    expect(read('validation', 'best')).toMatchObject({ step: 8, epoch: 1, moment: 'best' })
    expectAccuracy(read('validation', 'best'), accuracies[0])
    expectAccuracy(read('validation', 'end'), accuracies[2])
    expectAccuracy(read('test', 'end'), last.test?.accuracy)
    expect(read('test', 'best')?.probabilities).not.toEqual(read('test', 'end')?.probabilities)
    expect(last.test).toEqual(plain.last.test)
    expect(readFileSync(join(request.folder, 'evaluation-test-end.bin'))).toEqual(
      readFileSync(join(plain.request.folder, 'evaluation-test-end.bin'))
    )
  })

  it('is nothing where they are those of the end', async () => {
    const best = { ...worst, mode: 'max' } as const
    const { request, column } = await follow(create({ epochs: 2, callbacks: [best] }))
    const [first = 1, second = 0] = column('epoch', 'validation/accuracy')
    expect(second).toBeGreaterThan(first)
    expect(listEvaluations(request)).toHaveLength(2)
  })

  it('is the end’s where EarlyStopping put them back, named by their epoch', async () => {
    const stop = { kind: 'early-stopping', minDelta: 100, patience: 2, restoreBestWeights: true }
    const { last, column, read, request } = await follow(
      create({ epochs: 20, callbacks: [stop as never] })
    )
    expect(last).toMatchObject({ state: 'finished', stepsDone: 24 })
    expect(read('test', 'end')).toMatchObject({ step: 8, epoch: 1 })
    expectAccuracy(read('test', 'end'), last.test?.accuracy)
    expectAccuracy(read('validation', 'end'), column('epoch', 'validation/accuracy')[0])
    expect(listEvaluations(request)).toHaveLength(2)
  })

  it('can be given up by a stop; the test that was done stays, and it is made again when asked for', async () => {
    const experiment = create({ epochs: 2, batchSize: 50, callbacks: [worst] })
    let tests = 0
    const { last, request } = await follow(experiment, ({ phase, step, runId }) => {
      if (phase === 'testing' && step === 0) tests++
      if (tests === 2) void trainer.client.call.stopRun({ runId, evaluate: false })
    })
    expect(last).toMatchObject({ state: 'stopped', test: { examples: 2000 } })
    expect(listEvaluations(request)).toEqual([
      'evaluation-test-end.bin',
      'evaluation-validation-end.bin'
    ])
    const end = readFileSync(join(request.folder, 'evaluation-test-end.bin'))
    await trainer.client.call.evaluateRun(request)
    expect(readOne(request, 'test', 'best')).toMatchObject({ epoch: 1 })
    expect(readOne(request, 'validation', 'best')).toMatchObject({ epoch: 1 })
    expect(readFileSync(join(request.folder, 'evaluation-test-end.bin'))).toEqual(end)
  })
})

it('a run that goes on keeps nothing of what was stored before', async () => {
  const request = folders.createRequest(create({ epochs: 50 }))
  const stopped = await followRun(trainer, request, () => {
    void trainer.client.call.stopRun({ runId: request.runId, evaluate: true })
  })
  expect(stopped.last).toMatchObject({ state: 'stopped', test: { examples: 2000 } })
  expectAccuracy(readOne(request, 'test', 'end'), stopped.last.test?.accuracy)
  writeFileSync(join(request.folder, 'evaluation-test-best.bin'), 'of another time')
  writeFileSync(join(request.folder, 'evaluation-test-end.bin.7.tmp'), 'half')
  const { last } = await followRun(trainer, { ...request, resume: true }, () => {
    expect(listEvaluations(request)).toEqual([])
    void trainer.client.call.stopRun({ runId: request.runId, evaluate: false })
  })
  expect(last.state).toBe('stopped')
  expect(listEvaluations(request)).toEqual([])
})

describe('a run that was not evaluated', () => {
  const worst = {
    kind: 'model-checkpoint',
    monitor: 'val_accuracy',
    mode: 'min',
    saveBestOnly: true
  } as const
  const restoring = {
    kind: 'early-stopping',
    minDelta: 100,
    patience: 9,
    restoreBestWeights: true
  } as const
  const readAll = (request: StartRun) =>
    listEvaluations(request).map((name) => [name, readFileSync(join(request.folder, name))])

  it.each([
    ['its last weights, and its best', [worst]],
    ['the weights that were put back', [restoring]]
  ])('is evaluated later with %s', async (_name, callbacks) => {
    const { request } = await follow(create({ epochs: 3, callbacks }))
    const before = readAll(request)
    expect(before.length).toBe(callbacks.includes(worst as never) ? 4 : 2)
    removeEvaluations(request.folder)
    await trainer.client.call.evaluateRun(request)
    expect(readAll(request)).toEqual(before)
  })

  it('is evaluated with the weights of the step where it was stopped', async () => {
    const request = folders.createRequest(create({ epochs: 50 }))
    const { last } = await followRun(trainer, request, () => {
      void trainer.client.call.stopRun({ runId: request.runId, evaluate: false })
    })
    await trainer.client.call.evaluateRun(request)
    expect(readOne(request, 'test', 'end')).toMatchObject({ step: last.stepsDone })
  })

  it('is refused without a checkpoint, and with other pictures', async () => {
    const { request } = await follow(create({}))
    const experiment = create({})
    experiment.dataset.validation = { kind: 'none' }
    await expect(trainer.client.call.evaluateRun({ ...request, experiment })).rejects.toThrow(
      /its data set had 7200 pictures to train and 800 to validate with, and has 8000 and 0 now/
    )
    await expect(
      trainer.client.call.evaluateRun(folders.createRequest(create({})))
    ).rejects.toThrow(/no whole checkpoint/)
  })
})
