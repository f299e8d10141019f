/** The order of the rows: by several columns, each up or down; what has no value comes last either way. */
import { MOST_SORT_KEYS, type SortKey } from '@shared/runs-table'
import type { CellValue } from './columns'

/** One row with the values it is put in order by, in the order of the sort keys. */
export interface Sortable<T> {
  readonly item: T
  readonly values: readonly CellValue[]
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Equal rows keep the order in which they came. */
export function sortRows<T>(rows: readonly Sortable<T>[], keys: readonly SortKey[]): T[] {
  const compare = (a: Sortable<T>, b: Sortable<T>): number => {
    for (const [index, { isDescending }] of keys.entries()) {
      const order = compareCells(a.values[index] ?? null, b.values[index] ?? null, isDescending)
      if (order !== 0) return order
    }
    return 0
  }
  return [...rows].sort(compare).map(({ item }) => item)
}

/** Numbers before words; a missing value and NaN after everything, whichever way the column is sorted. */
export function compareCells(a: CellValue, b: CellValue, isDescending = false): number {
  const emptiness = Number(isMissing(a)) - Number(isMissing(b))
  if (emptiness !== 0 || isMissing(a)) return emptiness
  const order = comparePresent(a, b)
  return isDescending ? -order : order
}

function comparePresent(a: CellValue, b: CellValue): number {
  const left = toNumber(a)
  const right = toNumber(b)
  if (left !== null && right !== null) return left < right ? -1 : Number(left > right)
  if (left !== null) return -1
  if (right !== null) return 1
  return collator.compare(String(a), String(b))
}

function toNumber(value: CellValue): number | null {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' ? value : null
}

function isMissing(value: CellValue): boolean {
  return value === null || String(value) === '' || Number.isNaN(value)
}

/** What a click on the head of a column makes of the order: up, down, as it was; with Shift beside the others. */
export function toggleSort(
  keys: readonly SortKey[],
  key: string,
  { isAdded, isDescendingFirst }: { isAdded: boolean; isDescendingFirst: boolean }
): SortKey[] {
  const present = keys.find((one) => one.key === key)
  const next = nextOrder(present, key, isDescendingFirst)
  if (!isAdded) return next ? [next] : []
  if (!present) return next ? [...keys, next].slice(-MOST_SORT_KEYS) : [...keys]
  return keys.flatMap((one) => (one.key === key ? (next ?? []) : one))
}

function nextOrder(
  present: SortKey | undefined,
  key: string,
  isDescendingFirst: boolean
): SortKey | null {
  if (!present) return { key, isDescending: isDescendingFirst }
  if (present.isDescending === isDescendingFirst) return { key, isDescending: !isDescendingFirst }
  return null
}
