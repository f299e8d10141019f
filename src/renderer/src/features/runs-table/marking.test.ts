import { describe, expect, it } from 'vitest'
import {
  extendTo,
  keepPresent,
  moveTo,
  NO_MARKING,
  pointAt,
  toggleAll,
  toggleMark
} from './marking'

const order = ['a', 'b', 'c', 'd', 'e']

describe('marks', () => {
  it('extend from the anchor, and shrink back to it', () => {
    const at = moveTo(NO_MARKING, 'b')
    const wide = extendTo(at, 'd', order)
    expect([...wide.marked]).toEqual(['b', 'c', 'd'])
    expect([...extendTo(wide, 'a', order).marked]).toEqual(['a', 'b'])
    expect(extendTo(wide, 'a', order).cursorId).toBe('a')
  })

  it('are toggled one by one and all at once', () => {
    const two = toggleMark(toggleMark(NO_MARKING, 'a'), 'c')
    expect([...two.marked]).toEqual(['a', 'c'])
    expect([...toggleMark(two, 'a').marked]).toEqual(['c'])
    const all = toggleAll(two, order)
    expect(all.marked.size).toBe(5)
    expect(toggleAll(all, order).marked.size).toBe(0)
  })

  it('go when a menu is of another line, and stay when it is of one of them', () => {
    const two = extendTo(moveTo(NO_MARKING, 'a'), 'b', order)
    expect(pointAt(two, 'c')).toEqual({ cursorId: 'c', anchorId: 'c', marked: new Set() })
    expect(pointAt(two, 'a')).toEqual({ cursorId: 'a', anchorId: 'a', marked: two.marked })
  })

  it('go with their lines; the cursor goes to the line that took its place', () => {
    const marking = extendTo(moveTo(NO_MARKING, 'b'), 'c', order)
    const after = keepPresent(marking, { before: order, after: ['a', 'd', 'e'] })
    expect([...after.marked]).toEqual([])
    expect(after.cursorId).toBe('e')
    expect(keepPresent(marking, { before: order, after: [] }).cursorId).toBeNull()
  })
})
