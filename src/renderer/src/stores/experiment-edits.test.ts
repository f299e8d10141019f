import { beforeEach, expect, it } from 'vitest'
import type { Experiment } from '@shared/experiment'
import { createExperiment, createTestApp } from '../fixtures/test-app'
import { useExperimentEditsStore } from './experiment-edits'
import { useExperimentsStore } from './experiments'

let kept: (Experiment | null)[]

beforeEach(async () => {
  kept = []
  createTestApp({
    listExperiments: () => [
      { id: 'shipped:small', source: 'shipped', experiment: createExperiment(), draft: null }
    ],
    keepDraft({ draft }) {
      kept.push(draft)
      return undefined
    },
    importExperiment: ({ text }) => ({
      id: 'opened:mine',
      source: 'opened',
      experiment: JSON.parse(text) as Experiment,
      draft: null
    })
  })
  await useExperimentsStore().load()
})

it('shows a change at once, keeps it, and takes it back', async () => {
  const edits = useExperimentEditsStore()
  edits.edit('the number of epochs', withEpochs(7))
  expect(edits.experiment?.training.epochs).toBe(7)
  expect([edits.isEdited, edits.undoLabel]).toEqual([true, 'the number of epochs'])
  edits.undo()
  expect(edits.experiment?.training.epochs).toBe(10)
  expect([edits.isEdited, edits.undoLabel, edits.redoLabel]).toEqual([
    false,
    null,
    'the number of epochs'
  ])
  edits.redo()
  expect(edits.experiment?.training.epochs).toBe(7)
  await settle()
  expect(kept.at(-1)?.training.epochs).toBe(7)
})

it('is back at what was saved, so that nothing is kept, and that can be undone', async () => {
  const edits = useExperimentEditsStore()
  edits.edit('a', withEpochs(7))
  edits.edit('b', withEpochs(8))
  edits.revert()
  expect(edits.isEdited).toBe(false)
  await settle()
  expect(kept.at(-1)).toBeNull()
  edits.undo()
  expect(edits.experiment?.training.epochs).toBe(8)
})

it('is no edit when nothing is different', () => {
  const edits = useExperimentEditsStore()
  edits.edit('nothing', withEpochs(10))
  expect(edits.undoLabel).toBeNull()
})

it('keeps the newest of many quick changes', async () => {
  const edits = useExperimentEditsStore()
  for (let epochs = 11; epochs < 60; epochs++) {
    edits.edit('a slider', withEpochs(epochs), { mergeKey: 'epochs' })
  }
  await settle()
  expect(kept.at(-1)?.training.epochs).toBe(59)
  expect(kept.length).toBeLessThan(5)
  edits.undo()
  expect(edits.experiment?.training.epochs).toBe(10)
})

it('saves under a name, and leaves the old experiment as it was', async () => {
  const edits = useExperimentEditsStore()
  const experiments = useExperimentsStore()
  edits.edit('epochs', withEpochs(7))
  await edits.saveAs('mine')
  expect(experiments.chosen).toMatchObject({ id: 'opened:mine', isEdited: false })
  expect(experiments.chosen?.experiment).toMatchObject({ name: 'mine', training: { epochs: 7 } })
  const old = experiments.listings?.find(({ id }) => id === 'shipped:small')
  expect([old?.draft, old?.experiment.training.epochs]).toEqual([null, 10])
})

function withEpochs(epochs: number) {
  return (experiment: Experiment): Experiment => ({
    ...experiment,
    training: { ...experiment.training, epochs }
  })
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
