/** Cursor and marks over the lines of a table, kept true to the lines that are there. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Line } from './arrange-rows'
import {
  extendTo,
  keepPresent,
  moveTo,
  NO_MARKING,
  pointAt,
  toggleAll,
  toggleMark,
  type Marking
} from './marking'

export interface TableMarking {
  readonly marking: ShallowRef<Marking>
  /** What the cursor is on; the first line before it was moved. */
  readonly cursor: ComputedRef<Line | null>
  readonly cursorIndex: ComputedRef<number>
  /** The runs that an action is for: those that are marked, else the one of the cursor. */
  readonly targets: ComputedRef<readonly string[]>
  moveTo(id: string): void
  /** As a menu of that line needs it. */
  pointAt(id: string): void
  /** Moves the cursor by so many lines, and with `isExtending` the marks with it. */
  moveBy(by: number, isExtending: boolean): void
  extendTo(id: string): void
  toggle(id: string): void
  toggleAll(): void
  clear(): void
}

/** Follows `lines`; only runs are marked, the cursor goes to the heads of groups too. */
export function useMarking(lines: () => readonly Line[]): TableMarking {
  const marking = shallowRef<Marking>(NO_MARKING)
  const ids = computed(() => lines().map(({ id }) => id))
  const runIds = computed(() => lines().flatMap(({ kind, id }) => (kind === 'run' ? id : [])))
  const runIdSet = computed(() => new Set(runIds.value))
  const cursorIndex = computed(() => {
    const index = ids.value.indexOf(marking.value.cursorId ?? '')
    return index < 0 && ids.value.length > 0 ? 0 : index
  })
  const cursor = computed(() => lines()[cursorIndex.value] ?? null)
  const targets = computed(() => {
    if (marking.value.marked.size > 0)
      return runIds.value.filter((id) => marking.value.marked.has(id))
    return cursor.value?.kind === 'run' ? [cursor.value.id] : []
  })

  watch(ids, (after, before) => {
    marking.value = keepPresent(marking.value, { before, after })
  })

  function keepRuns(next: Marking): void {
    const marked = new Set([...next.marked].filter((id) => runIdSet.value.has(id)))
    marking.value = { ...next, marked }
  }

  function moveBy(by: number, isExtending: boolean): void {
    const last = ids.value.length - 1
    const id = ids.value[Math.min(last, Math.max(0, cursorIndex.value + by))]
    if (id === undefined) return
    if (!isExtending) marking.value = moveTo(marking.value, id)
    else keepRuns(extendTo({ ...marking.value, cursorId: cursor.value?.id ?? id }, id, ids.value))
  }

  return {
    marking,
    cursor,
    cursorIndex,
    targets,
    moveTo: (id) => (marking.value = moveTo(marking.value, id)),
    pointAt: (id) => (marking.value = pointAt(marking.value, id)),
    moveBy,
    extendTo: (id) => keepRuns(extendTo(marking.value, id, ids.value)),
    toggle: (id) => keepRuns(toggleMark(marking.value, id)),
    toggleAll: () => (marking.value = toggleAll(marking.value, runIds.value)),
    clear: () => (marking.value = { ...marking.value, marked: new Set() })
  }
}
