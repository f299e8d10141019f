/** From the runs to the lines of the table: filtered, in order, in groups or as a tree, what is folded left out. */
import type { RunsView } from '@shared/runs-table'
import type { Column, RunRow } from './columns'
import { groupRows, type RunGroup } from './group-rows'
import { sortRows } from './sort-rows'

/** A run, or the head of a group. */
export type Line =
  | {
      readonly kind: 'run'
      readonly id: string
      readonly row: RunRow
      /** Generations above it in the table. */
      readonly depth: number
      /** Whether there are lines under it that can be folded; null when there are none. */
      readonly isOpen: boolean | null
    }
  | {
      readonly kind: 'group'
      readonly id: string
      readonly group: RunGroup
      readonly isOpen: boolean
    }

export interface Arrangement {
  readonly view: Pick<RunsView, 'sort' | 'groupBy' | 'isTree'>
  findColumn(key: string): Column | null
  /** The lines whose descendants are out of sight, by their ids. */
  readonly folded: ReadonlySet<string>
}

/** The lines of the table, top to bottom. */
export function arrangeRows(rows: readonly RunRow[], arrangement: Arrangement): Line[] {
  const { view, findColumn, folded } = arrangement
  const sorted = sortByView(rows, arrangement)
  const column = view.groupBy === null ? null : findColumn(view.groupBy)
  if (column) return groupRows(sorted, column).flatMap((group) => openGroup(group, folded))
  if (view.isTree) return nest(sorted, folded)
  return sorted.map((row) => toLine(row, 0, null))
}

function sortByView(rows: readonly RunRow[], { view, findColumn }: Arrangement): RunRow[] {
  const keys = view.sort.filter(({ key }) => findColumn(key) !== null)
  const columns = keys.flatMap(({ key }) => findColumn(key) ?? [])
  const sortable = rows.map((row) => ({
    item: row,
    values: columns.map((column) => column.value(row.record, row.facts))
  }))
  return sortRows(sortable, keys)
}

function openGroup(group: RunGroup, folded: ReadonlySet<string>): Line[] {
  const id = `group:${group.id}`
  const isOpen = !folded.has(id)
  const below = isOpen ? group.rows.map((row) => toLine(row, 1, null)) : []
  return [{ kind: 'group', id, group, isOpen }, ...below]
}

/** Each run under the one it goes on from, as far as that one is in the table; siblings keep their order. */
function nest(rows: readonly RunRow[], folded: ReadonlySet<string>): Line[] {
  const known = new Set(rows.map(({ record }) => record.id))
  const children = new Map<string | null, RunRow[]>()
  for (const row of rows) {
    const parentId = row.record.origin?.runId ?? null
    const key = parentId !== null && known.has(parentId) ? parentId : null
    const siblings = children.get(key)
    if (siblings) siblings.push(row)
    else children.set(key, [row])
  }
  const lines: Line[] = []
  const visit = (parentId: string | null, depth: number): void => {
    for (const row of children.get(parentId) ?? []) {
      const { id } = row.record
      const isOpen = children.has(id) ? !folded.has(id) : null
      lines.push(toLine(row, depth, isOpen))
      if (isOpen) visit(id, depth + 1)
    }
  }
  visit(null, 0)
  return lines
}

function toLine(row: RunRow, depth: number, isOpen: boolean | null): Line {
  return { kind: 'run', id: row.record.id, row, depth, isOpen }
}
