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
    { step: 10, word: 'lr 0.0005' },
    { step: 40, word: 'early stop' }
  ])
})
