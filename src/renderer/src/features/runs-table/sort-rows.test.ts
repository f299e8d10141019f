import { describe, expect, it } from 'vitest'
import { compareCells, sortRows, toggleSort } from './sort-rows'

const order = (values: (string | number | boolean | null)[], isDescending = false): unknown[] =>
  [...values].sort((a, b) => compareCells(a, b, isDescending))

describe('the order of cells', () => {
  it('puts numbers by size, words as people count, and the missing last either way', () => {
    expect(order([10, 9, null, -1, NaN])).toEqual([-1, 9, 10, null, NaN])
    expect(order([10, 9, null, -1, NaN], true)).toEqual([10, 9, -1, null, NaN])
    expect(order(['run 10', 'run 9', ''])).toEqual(['run 9', 'run 10', ''])
    expect(order([Infinity, 3, -Infinity])).toEqual([-Infinity, 3, Infinity])
    expect(order(['adam', 3, false])).toEqual([false, 3, 'adam'])
  })

  it('asks the second key where the first is equal, and keeps the order where all are', () => {
    const rows = [
      { item: 'a', values: ['sgd', 0.5] },
      { item: 'b', values: ['adam', 0.5] },
      { item: 'c', values: ['adam', 0.9] },
      { item: 'd', values: ['adam', 0.5] }
    ]
    const keys = [
      { key: 'optimizer', isDescending: false },
      { key: 'accuracy', isDescending: true }
    ]
    expect(sortRows(rows, keys)).toEqual(['c', 'b', 'd', 'a'])
  })
})

describe('a click on a head', () => {
  const click = { isAdded: false, isDescendingFirst: true }
  const shiftClick = { isAdded: true, isDescendingFirst: true }

  it('goes round: greatest first, least first, none', () => {
    const first = toggleSort([], 'a', click)
    expect(first).toEqual([{ key: 'a', isDescending: true }])
    const second = toggleSort(first, 'a', click)
    expect(second).toEqual([{ key: 'a', isDescending: false }])
    expect(toggleSort(second, 'a', click)).toEqual([])
  })

  it('stands alone, or with Shift beside the others at its place', () => {
    const both = toggleSort(toggleSort([], 'a', click), 'b', shiftClick)
    expect(both.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(toggleSort(both, 'a', shiftClick)).toEqual([
      { key: 'a', isDescending: false },
      { key: 'b', isDescending: true }
    ])
    expect(toggleSort(both, 'b', click)).toEqual([{ key: 'b', isDescending: false }])
  })
})
