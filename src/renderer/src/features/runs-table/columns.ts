/** The columns that the table of runs can have: the fields that a filter knows too, and the shape of the curve. */
import type { Field, FieldValue, RunWithFacts } from '@shared/query'
import type { RunRecord } from '@shared/run'
import type { RunFacts } from '@shared/run-facts'
import type { ColumnLayout, ColumnWidths } from '@shared/runs-table'
import { orderColumns } from './column-layout'

export type CellValue = FieldValue

/** A run with what is known of it beside its record; null until that was read. */
export type RunRow = RunWithFacts

/** What draws a cell that is more than words. */
export type CellKind = 'words' | 'state' | 'spark' | 'tags' | 'parent'

export interface Column {
  readonly key: string
  readonly label: string
  readonly help: string
  readonly kind: CellKind
  /** What a filter asks for to ask for this column; null where no run can be asked. */
  readonly field: Field | null
  /** Numbers stand at the right, and have a mean. */
  readonly isNumber: boolean
  /** Whether the greatest comes first when it is sorted for the first time. */
  readonly isDescendingFirst: boolean
  /** Whether several runs can have the same value. */
  readonly isGroupable: boolean
  readonly widthPx: number
  readonly value: (record: RunRecord, facts: RunFacts | null) => CellValue
  /** True where its value is of the training pictures for want of others. */
  readonly isOfTraining: (facts: RunFacts | null) => boolean
  readonly format: (value: CellValue) => string
  /** A mean, or a deviation, of its numbers. */
  readonly formatMean: (value: number) => string
}

/** A column at its place in the table. */
export interface PlacedColumn {
  readonly column: Column
  readonly isPinned: boolean
  readonly widthPx: number
  readonly style: Readonly<Record<string, string>>
}

/** The name of the run: always there, always first. */
export const NAME_KEY = 'name'
export const NAME_WIDTH_PX = 300

/** The columns of a layout that there are, with the place of each; those that are pinned have one that stays. */
export function placeColumns(
  layout: readonly ColumnLayout[],
  findColumn: (key: string) => Column | null,
  widths: ColumnWidths = {}
): PlacedColumn[] {
  const name = findColumn(NAME_KEY)
  const wanted = [
    ...(name ? [{ column: name, isPinned: true }] : []),
    ...orderColumns(layout).flatMap(({ key, isPinned }) => {
      const column = key === NAME_KEY ? null : findColumn(key)
      return column ? [{ column, isPinned }] : []
    })
  ]
  let left = 0
  return wanted.map(({ column, isPinned }) => {
    const widthPx = widths[column.key] ?? column.widthPx
    const style = { width: `${widthPx}px`, ...(isPinned ? { left: `${left}px` } : {}) }
    left += widthPx
    return { column, isPinned, widthPx, style }
  })
}
