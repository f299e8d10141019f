/** Undo and redo without limit, of values that are replaced and never changed in place. */

export interface Edit<T> {
  /** What was done, as the end of a sentence: "the width shift". */
  readonly label: string
  /** Edits in a row with the same key are one: a slider that is dragged. Null stands alone. */
  readonly mergeKey: string | null
  /** The value before it. */
  readonly before: T
  readonly after: T
}

export interface EditHistory<T> {
  readonly done: readonly Edit<T>[]
  /** The next to be done again comes last. */
  readonly undone: readonly Edit<T>[]
}

export const NO_EDITS: EditHistory<never> = { done: [], undone: [] }

/** With one edit more; what was undone before it is forgotten. */
export function recordEdit<T>(history: EditHistory<T>, edit: Edit<T>): EditHistory<T> {
  const last = history.done.at(-1)
  const isSame = last && edit.mergeKey !== null && last.mergeKey === edit.mergeKey
  const isContinued = isSame && history.undone.length === 0
  return {
    done: isContinued
      ? [...history.done.slice(0, -1), { ...edit, before: last.before }]
      : [...history.done, edit],
    undone: []
  }
}

/** The history and the value after the last edit was taken back; null when there is none. */
export function undoEdit<T>(
  history: EditHistory<T>
): { history: EditHistory<T>; value: T; label: string } | null {
  const edit = history.done.at(-1)
  if (!edit) return null
  return {
    history: { done: history.done.slice(0, -1), undone: [...history.undone, endMerging(edit)] },
    value: edit.before,
    label: edit.label
  }
}

/** The history and the value after the last one that was taken back was done again; null when there is none. */
export function redoEdit<T>(
  history: EditHistory<T>
): { history: EditHistory<T>; value: T; label: string } | null {
  const edit = history.undone.at(-1)
  if (!edit) return null
  return {
    history: { done: [...history.done, edit], undone: history.undone.slice(0, -1) },
    value: edit.after,
    label: edit.label
  }
}

/** What was taken back and done again is whole: the next edit of its kind begins anew. */
function endMerging<T>(edit: Edit<T>): Edit<T> {
  return { ...edit, mergeKey: null }
}
