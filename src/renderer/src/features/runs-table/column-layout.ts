/** What can be done with the columns: shown, hidden, moved, pinned, made wider; the pinned ones stand first. */
import {
  COLUMN_WIDTH_PX,
  MOST_COLUMNS,
  MOST_WIDTHS,
  type ColumnLayout,
  type ColumnWidths
} from '@shared/runs-table'

/** As they stand in the table. */
export function orderColumns(columns: readonly ColumnLayout[]): ColumnLayout[] {
  return [...columns.filter(isPinned), ...columns.filter((column) => !isPinned(column))]
}

export function showColumn(columns: readonly ColumnLayout[], key: string): ColumnLayout[] {
  if (columns.some((one) => one.key === key)) return [...columns]
  return [...columns, { key, isPinned: false }].slice(0, MOST_COLUMNS)
}

export function hideColumn(columns: readonly ColumnLayout[], key: string): ColumnLayout[] {
  return columns.filter((one) => one.key !== key)
}

export function pinColumn(
  columns: readonly ColumnLayout[],
  key: string,
  isPinned: boolean
): ColumnLayout[] {
  return orderColumns(columns.map((one) => (one.key === key ? { ...one, isPinned } : one)))
}

/** Puts a column at the place of another one; it is pinned where that one is. */
export function moveColumn(
  columns: readonly ColumnLayout[],
  key: string,
  targetKey: string
): ColumnLayout[] {
  const ordered = orderColumns(columns)
  const moved = ordered.find((one) => one.key === key)
  const target = ordered.find((one) => one.key === targetKey)
  if (!moved || !target || moved === target) return ordered
  const to = ordered.indexOf(target)
  const others = ordered.filter((one) => one !== moved)
  return [...others.slice(0, to), { ...moved, isPinned: target.isPinned }, ...others.slice(to)]
}

/** Moves a column among those that are pinned as it is: by -1 or 1. */
export function moveColumnBy(
  columns: readonly ColumnLayout[],
  key: string,
  by: number
): ColumnLayout[] {
  const ordered = orderColumns(columns)
  const index = ordered.findIndex((one) => one.key === key)
  const target = ordered[index + by]
  const moved = ordered[index]
  if (!moved || !target || moved.isPinned !== target.isPinned) return ordered
  return moveColumn(ordered, key, target.key)
}

/** Gives a column a width by hand; null gives it back the one of its kind. The oldest of too many is forgotten. */
export function resizeColumn(
  widths: ColumnWidths,
  key: string,
  widthPx: number | null
): Record<string, number> {
  const others = Object.entries(widths).filter(([other]) => other !== key)
  if (widthPx === null) return Object.fromEntries(others)
  const { least, most } = COLUMN_WIDTH_PX
  const width = Math.round(Math.min(most, Math.max(least, widthPx)))
  return Object.fromEntries([...others, [key, width] as const].slice(-MOST_WIDTHS))
}

function isPinned(column: ColumnLayout): boolean {
  return column.isPinned
}
