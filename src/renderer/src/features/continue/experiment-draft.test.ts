import { describe, expect, it } from 'vitest'
import type { Experiment } from '@shared/experiment'
import type { CheckpointPlace } from '@shared/run'
import { createExperiment } from '../../fixtures/test-app'
import { listFields, type DraftField } from './draft-fields'
import {
  checkDraft,
  createDraft,
  describeConsequences,
  getPath,
  setPath,
  type Draft
} from './experiment-draft'

const place: CheckpointPlace = {
  step: 1213,
  epoch: 3,
  batch: 213,
  epochsDone: 2,
  epochs: 10,
  learningRate: 0.001,
  isComplete: false
}

/** The experiment of the fixtures with a Dropout between its layers. */
function createDropoutExperiment(): Experiment {
  const experiment = createExperiment()
  const path = ['model', 'config', 'layers']
  const [image, flatten, classes] = getPath(experiment, path) as object[]
  const dropout = {
    class_name: 'Dropout',
    name: 'drop',
    config: { name: 'drop', rate: 0.25 },
    inbound_nodes: [[['flatten', 0, 0, {}]]]
  }
  const last = { ...classes, inbound_nodes: [[['drop', 0, 0, {}]]] }
  return setPath(experiment, path, [image, flatten, dropout, last])
}

const parent = createDropoutExperiment()
const begin = (): Draft => createDraft(parent, { epochs: 20, learningRate: 0.001 })

function findField(draft: Draft, label: string): DraftField {
  const fields = listFields(draft, parent).flatMap((section) => section.fields)
  const field = fields.find((one) => one.label === label)
  if (!field) throw new Error(`No field "${label}": ${fields.map((one) => one.label).join(', ')}.`)
  return field
}

const change = (draft: Draft, label: string, value: unknown): Draft =>
  findField(draft, label).write(draft, value)

describe('the fields of an experiment that goes on', () => {
  it('are every setting of the optimizer, and of another one once it is chosen', () => {
    const labelsOf = (draft: Draft) =>
      listFields(draft, parent)
        .find(({ title }) => title === 'Optimizer')
        ?.fields.map(({ label }) => label)
    expect(labelsOf(begin())).toEqual(['Kind', 'Learning rate', 'Beta 1', 'Beta 2', 'Epsilon'])
    expect(labelsOf(change(begin(), 'Kind', 'sgd'))).toEqual([
      'Kind',
      'Learning rate',
      'Momentum',
      'Nesterov'
    ])
  })

  it("bring the parent's settings back with its optimizer", () => {
    const there = change(begin(), 'Kind', 'sgd')
    expect(getPath(change(there, 'Kind', 'adam'), ['training', 'optimizer'])).toEqual(
      parent.training.optimizer
    )
  })

  it('add a validation split of a fifth, and take it away again', () => {
    const split = change(begin(), 'Validation', 'last-fraction')
    expect(checkDraft(split, place).experiment?.dataset.validation).toEqual({
      kind: 'last-fraction',
      fraction: 0.2
    })
    const none = change(split, 'Validation', 'none')
    expect(checkDraft(none, place).experiment?.dataset.validation).toEqual({ kind: 'none' })
  })

  it('set the rate of a dropout layer, and say so where it cannot be', () => {
    const rate = (value: string) => checkDraft(change(begin(), 'Rate of drop', value), place)
    const path = ['model', 'config', 'layers', 2, 'config', 'rate']
    expect(getPath(rate('0.5').experiment, path)).toBe(0.5)
    const { experiment, errors } = rate('2')
    expect(experiment).toBeNull()
    expect(errors.get(findField(begin(), 'Rate of drop').id)).toContain('from 0 to 0.99')
  })

  it('freeze a layer with weights as Keras does, and no layer without', () => {
    const frozen = change(begin(), 'classes', true)
    const path = ['model', 'config', 'layers', 3, 'config', 'trainable']
    expect(getPath(frozen, path)).toBe(false)
    const labels = listFields(begin(), parent).find(({ title }) => title === 'Frozen layers')
    expect(labels?.fields.map(({ label }) => label)).toEqual(['classes'])
  })
})

describe('a draft of an experiment', () => {
  it('is the experiment with what is filled in, and leaves the parent as it is', () => {
    const { experiment, errors } = checkDraft(begin(), place)
    expect([...errors]).toEqual([])
    expect(experiment).toEqual({ ...parent, training: { ...parent.training, epochs: 20 } })
    expect(parent.training.epochs).toBe(10)
  })

  it('says at each field what was expected, also of what is no number yet', () => {
    const wrong = change(change(begin(), 'Batch size', '0'), 'Learning rate', 'fast')
    const { experiment, errors } = checkDraft(wrong, place)
    expect(experiment).toBeNull()
    expect(errors.get('training.batchSize')).toBe('Expected at least 1.')
    expect(errors.get('training.optimizer.learningRate')).toBe('Expected a number.')
  })

  it('asks for more epochs than are done', () => {
    const { errors } = checkDraft(change(begin(), 'Epochs in all', '2'), place)
    expect(errors.get('training.epochs')).toBe('Expected at least 3: 2 are done.')
  })

  it('tells what other batches and another optimizer mean', () => {
    const other = change(change(begin(), 'Batch size', '64'), 'Kind', 'sgd')
    const { experiment } = checkDraft(other, place)
    expect(experiment && describeConsequences(parent, experiment, place)).toEqual([
      'Epoch 3 begins anew, because its batches are others now.',
      'The new optimizer begins without memory.'
    ])
    const same = checkDraft(begin(), place).experiment
    expect(same && describeConsequences(parent, same, place)).toEqual([])
  })
})
