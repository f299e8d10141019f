import { describe, expect, it } from 'vitest'
import { MOST_COLUMNS, type ColumnLayout } from '@shared/runs-table'
import { hideColumn, moveColumn, moveColumnBy, pinColumn, showColumn } from './column-layout'

const layout = (text: string): ColumnLayout[] =>
  text.split(' ').map((word) => ({ key: word.replace('!', ''), isPinned: word.endsWith('!') }))
const words = (columns: readonly ColumnLayout[]): string =>
  columns.map(({ key, isPinned }) => key + (isPinned ? '!' : '')).join(' ')

describe('columns', () => {
  it('are shown once, at the end, and hidden', () => {
    expect(words(showColumn(layout('a b'), 'c'))).toBe('a b c')
    expect(words(showColumn(layout('a b'), 'a'))).toBe('a b')
    expect(words(hideColumn(layout('a b c'), 'b'))).toBe('a c')
    const full = Array.from({ length: MOST_COLUMNS }, (_, index) => ({
      key: `c${index}`,
      isPinned: false
    }))
    expect(showColumn(full, 'one more')).toHaveLength(MOST_COLUMNS)
  })

  it('stand first when they are pinned', () => {
    expect(words(pinColumn(layout('a b c'), 'c', true))).toBe('c! a b')
    expect(words(pinColumn(layout('a! b! c'), 'a', false))).toBe('b! a c')
  })

  it('move to the place of another, and are pinned where it is', () => {
    expect(words(moveColumn(layout('a b c d'), 'a', 'c'))).toBe('b c a d')
    expect(words(moveColumn(layout('a b c d'), 'd', 'b'))).toBe('a d b c')
    expect(words(moveColumn(layout('a! b c'), 'c', 'a'))).toBe('c! a! b')
  })

  it('move by one within their own side', () => {
    expect(words(moveColumnBy(layout('a b c'), 'b', 1))).toBe('a c b')
    expect(words(moveColumnBy(layout('a b c'), 'c', 1))).toBe('a b c')
    expect(words(moveColumnBy(layout('a! b c'), 'b', -1))).toBe('a! b c')
  })
})
