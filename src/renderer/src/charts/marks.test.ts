import { expect, it } from 'vitest'
import { toMarks } from './marks'

it('marks what changes a curve, with its new learning rate, and nothing else', () => {
  const at = { elapsedMs: 1, text: 'Something happened.' }
  expect(
    toMarks([
      { ...at, step: 10, kind: 'learning-rate', learningRate: 0.0005 },
      { ...at, step: 12, kind: 'paused' },
      { ...at, step: 12, kind: 'resumed' },
      { ...at, step: 40, kind: 'early-stop' }
    ])
  ).toEqual([
    { step: 10, epoch: null, word: 'lr 0.0005' },
    { step: 40, epoch: null, word: 'early stop' }
  ])
})

it('names what epochs and sample interval were set to', () => {
  const at = { elapsedMs: 1, text: 'Something happened.' }
  const marks = toMarks([
    { ...at, step: 3, kind: 'epochs', setTo: 80 },
    { ...at, step: 5, kind: 'sample-interval', setTo: 50 }
  ])
  expect(marks.map(({ word }) => word)).toEqual(['epochs 80', 'samples every 50'])
})

it('leaves out what happened after a child took over, and places the fork on both axes', () => {
  const at = { elapsedMs: 1, text: 'Something happened.' }
  const marks = toMarks(
    [
      { ...at, step: 126, kind: 'continued' },
      { ...at, step: 150, kind: 'learning-rate', learningRate: 0.1 },
      { ...at, step: 151, kind: 'learning-rate', learningRate: 0.2 }
    ],
    { firstStep: 126, lastStep: 150, epochsBefore: 2 }
  )
  expect(marks).toEqual([
    { step: 126, epoch: 2, word: 'continued' },
    { step: 150, epoch: null, word: 'lr 0.1' }
  ])
})
