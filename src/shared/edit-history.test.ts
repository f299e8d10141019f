import { expect, it } from 'vitest'
import { NO_EDITS, recordEdit, redoEdit, undoEdit, type EditHistory } from './edit-history'

it('takes edits back one by one and does them again', () => {
  const history = record([
    [1, 2],
    [2, 3]
  ])
  const first = undoEdit(history)
  expect(first?.value).toBe(2)
  const second = undoEdit(first?.history ?? NO_EDITS)
  expect(second?.value).toBe(1)
  expect(undoEdit(second?.history ?? NO_EDITS)).toBeNull()
  const again = redoEdit(second?.history ?? NO_EDITS)
  expect(again?.value).toBe(2)
  expect(redoEdit(again?.history ?? NO_EDITS)?.value).toBe(3)
})

it('forgets what was undone when something else is done', () => {
  const undone = undoEdit(record([[1, 2]]))?.history ?? NO_EDITS
  const history = recordEdit(undone, { label: 'x', mergeKey: null, before: 1, after: 9 })
  expect(redoEdit(history)).toBeNull()
  expect(undoEdit(history)?.value).toBe(1)
})

it('is one edit while a slider is dragged, and another after it was taken back', () => {
  const dragged = record(
    [
      [1, 2],
      [2, 3],
      [3, 4]
    ],
    'slider'
  )
  const undone = undoEdit(dragged)
  expect(undone?.value).toBe(1)
  const redone = redoEdit(undone?.history ?? NO_EDITS)
  expect(redone?.value).toBe(4)
  const more = recordEdit(redone?.history ?? NO_EDITS, {
    label: 'x',
    mergeKey: 'slider',
    before: 4,
    after: 5
  })
  expect(undoEdit(more)?.value).toBe(4)
})

function record(steps: [number, number][], mergeKey: string | null = null): EditHistory<number> {
  return steps.reduce<EditHistory<number>>(
    (history, [before, after]) => recordEdit(history, { label: 'x', mergeKey, before, after }),
    NO_EDITS
  )
}
