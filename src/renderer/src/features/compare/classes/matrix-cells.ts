/** What a cell of a confusion matrix shows: a share of its row, or the change of it since the base run. */
import { confusionAt, rowSums, type Confusion } from '@shared/compare/confusion'
import { formatCount } from '@shared/format'
import { colorChange, colorShare, type MatrixPalette } from './matrix-colors'
import type { MatrixCells } from './draw-matrix'

/** The counts of one run. */
export function createShareCells(confusion: Confusion, palette: MatrixPalette): MatrixCells {
  const rows = rowSums(confusion)
  return {
    classCount: confusion.classCount,
    colorAt: (row, column) =>
      colorShare(confusionAt(confusion, row, column) / (rows[row] || 1), palette),
    textAt: (row, column) => String(confusionAt(confusion, row, column) || '')
  }
}

/** How far the counts of a run are from those of the base; both are of the same classes. */
export function createChangeCells(
  base: Confusion,
  other: Confusion,
  palette: MatrixPalette
): MatrixCells {
  const { classCount } = base
  const [baseRows, otherRows] = [rowSums(base), rowSums(other)]
  const changes = new Float64Array(classCount * classCount)
  let largest = 0
  for (let index = 0; index < changes.length; index++) {
    const row = Math.floor(index / classCount)
    const [before, after] = [base.counts[index] ?? 0, other.counts[index] ?? 0]
    const change = after / (otherRows[row] || 1) - before / (baseRows[row] || 1)
    changes[index] = change
    largest = Math.max(largest, Math.abs(change))
  }
  return {
    classCount,
    colorAt: (row, column) =>
      colorChange(changes[row * classCount + column] ?? 0, largest, palette),
    textAt: (row, column) => formatChange(base, other, row, column)
  }
}

function formatChange(base: Confusion, other: Confusion, row: number, column: number): string {
  const change = confusionAt(other, row, column) - confusionAt(base, row, column)
  if (change === 0) return ''
  return change > 0 ? `+${change}` : `−${-change}`
}

/** `cat taken for dog: 121 of 1,000 (12.1 %), 187 in cifar-cnn`. */
export function describeCell({
  confusion,
  base,
  row,
  column,
  classNames,
  baseName
}: {
  confusion: Confusion
  /** Null where there is nothing to compare with. */
  base: Confusion | null
  row: number
  column: number
  classNames: readonly string[]
  baseName: string
}): string {
  const nameOf = (index: number): string => classNames[index] ?? String(index)
  const count = confusionAt(confusion, row, column)
  const all = rowSums(confusion)[row] ?? 0
  const what =
    row === column ? `${nameOf(row)} told right` : `${nameOf(row)} taken for ${nameOf(column)}`
  const share = all > 0 ? ` (${((count / all) * 100).toFixed(1)} %)` : ''
  const before = base ? `, ${formatCount(confusionAt(base, row, column))} in ${baseName}` : ''
  return `${what}: ${formatCount(count)} of ${formatCount(all)}${share}${before}`
}
