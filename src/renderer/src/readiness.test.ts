import { describe, expect, it } from 'vitest'
import type { TrainerStatus } from '@shared/contract/app'
import type { DatasetStatus } from '@shared/dataset'
import { createExperiment } from './fixtures/test-app'
import { findReadiness, type ReadinessInput } from './readiness'

const trainer = { kind: 'ready' } as TrainerStatus
const mnist: DatasetStatus = {
  card: {
    id: 'mnist',
    label: 'MNIST',
    description: '',
    imageShape: [28, 28, 1],
    classNames: [...'0123456789'],
    trainCount: 8000,
    testCount: 2000,
    licence: '',
    citation: '',
    needsFolder: false
  },
  folder: null,
  isReady: true,
  message: 'Comes with Receptive.'
}
const cifar: DatasetStatus = {
  ...mnist,
  card: { ...mnist.card, id: 'cifar10', imageShape: [32, 32, 3], needsFolder: true },
  isReady: false,
  message: 'Choose the folder of CIFAR-10.'
}

const input = (changes: Partial<ReadinessInput> = {}): ReadinessInput => ({
  experiment: createExperiment(),
  datasetId: 'mnist',
  dataset: mnist,
  areDatasetsKnown: true,
  trainer,
  ...changes
})

/** The small experiment with an input of another shape. */
function withInput(shape: readonly number[]): ReturnType<typeof createExperiment> {
  const text = JSON.stringify(createExperiment()).replace('28,28,1', shape.join(','))
  return JSON.parse(text) as ReturnType<typeof createExperiment>
}

describe('readiness to train', () => {
  it('is given when everything fits', () => {
    expect(findReadiness(input())).toEqual({ kind: 'ready', note: null })
  })

  it('says how pictures will be changed to fit the model', () => {
    const readiness = findReadiness(input({ experiment: withInput([32, 32, 3]) }))
    expect(readiness).toMatchObject({
      kind: 'ready',
      note: expect.stringContaining('padded with zeros to 32×32')
    })
  })

  it('is given with augmentation', () => {
    const experiment = createExperiment({ augmentation: { horizontal_flip: true } })
    expect(findReadiness(input({ experiment })).kind).toBe('ready')
  })

  it('refuses pictures larger than the input', () => {
    const readiness = findReadiness(input({ experiment: withInput([16, 16, 1]) }))
    expect(readiness).toMatchObject({
      kind: 'blocked',
      reason: expect.stringContaining('never cropped')
    })
  })

  it('refuses a model whose last layer does not match the classes', () => {
    const dataset = { ...mnist, card: { ...mnist.card, classNames: ['odd', 'even'] } }
    expect(findReadiness(input({ dataset }))).toMatchObject({
      kind: 'blocked',
      reason: expect.stringContaining('Set its units to 2')
    })
  })

  it('offers the choice of a folder for a set that has none', () => {
    const experiment = withInput([32, 32, 3])
    const readiness = findReadiness(input({ experiment, datasetId: 'cifar10', dataset: cifar }))
    expect(readiness).toEqual({
      kind: 'blocked',
      reason: 'Choose the folder of CIFAR-10.',
      repair: 'choose-folder'
    })
  })

  it('waits for the trainer, and offers to start one that failed', () => {
    expect(findReadiness(input({ trainer: { kind: 'starting' } }))).toMatchObject({ repair: null })
    expect(
      findReadiness(input({ trainer: { kind: 'failed', reason: 'No library.' } }))
    ).toMatchObject({ kind: 'blocked', repair: 'restart-trainer' })
  })

  it('names a data set that does not exist', () => {
    expect(findReadiness(input({ datasetId: 'svhn', dataset: null }))).toMatchObject({
      kind: 'blocked',
      reason: expect.stringContaining('"svhn"')
    })
  })
})
