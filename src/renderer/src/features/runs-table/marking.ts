/** Which runs are marked, and where the cursor is: what each key and click makes of it. */

export interface Marking {
  /** The line of the cursor; null before there is one. */
  readonly cursorId: string | null
  /** Where a range begins that Shift extends. */
  readonly anchorId: string | null
  readonly marked: ReadonlySet<string>
}

export const NO_MARKING: Marking = { cursorId: null, anchorId: null, marked: new Set() }

/** The cursor at a line, which is where the next range begins. */
export function moveTo(marking: Marking, id: string): Marking {
  return { ...marking, cursorId: id, anchorId: id }
}

/** The cursor at a line that a menu is of: about that line alone unless it is one of those that are marked. */
export function pointAt(marking: Marking, id: string): Marking {
  const at = moveTo(marking, id)
  return marking.marked.has(id) ? at : { ...at, marked: new Set() }
}

/** Marks a line, or takes its mark away. */
export function toggleMark(marking: Marking, id: string): Marking {
  const marked = new Set(marking.marked)
  if (!marked.delete(id)) marked.add(id)
  return { cursorId: id, anchorId: id, marked }
}

/** The marks reach from the anchor to a line, and nowhere else. */
export function extendTo(marking: Marking, id: string, order: readonly string[]): Marking {
  const anchorId = marking.anchorId ?? marking.cursorId ?? id
  const from = order.indexOf(anchorId)
  const to = order.indexOf(id)
  if (from < 0 || to < 0) return { cursorId: id, anchorId: id, marked: new Set([id]) }
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { cursorId: id, anchorId, marked: new Set(range) }
}

/** Marks every one of `ids`, or none when they all are already. */
export function toggleAll(marking: Marking, ids: readonly string[]): Marking {
  const isWhole = ids.length > 0 && ids.every((id) => marking.marked.has(id))
  return { ...marking, marked: new Set(isWhole ? [] : ids) }
}

/** Without the marks of lines that are not there any more; the cursor goes to the line that took the place of its own. */
export function keepPresent(
  marking: Marking,
  { before, after }: { before: readonly string[]; after: readonly string[] }
): Marking {
  const present = new Set(after)
  const marked = new Set([...marking.marked].filter((id) => present.has(id)))
  const { cursorId } = marking
  if (cursorId === null || present.has(cursorId)) return { ...marking, marked }
  const place = Math.max(0, before.indexOf(cursorId))
  const next = after[Math.min(place, after.length - 1)] ?? null
  return { cursorId: next, anchorId: next, marked }
}
