/** Says how far an import is, for the window and for the terminal. */
import { formatBytes, formatCount, formatDuration } from './format'
import type { ImportProgress } from './imported-dataset'

/** `Reading pictures: 12,000 of 60,000, 0:08 left` */
export function describeImportProgress({
  phase,
  done,
  total,
  unit,
  secondsLeft
}: ImportProgress): string {
  const left = secondsLeft === null ? '' : `, ${formatDuration(secondsLeft * 1000)} left`
  return `${phase}${describeAmount({ done, total, unit })}${left}`
}

function describeAmount({
  done,
  total,
  unit
}: Pick<ImportProgress, 'done' | 'total' | 'unit'>): string {
  const format = unit === 'bytes' ? formatBytes : formatCount
  if (total !== null) return `: ${format(done)} of ${format(total)}`
  return done > 0 ? `: ${format(done)}` : '…'
}
