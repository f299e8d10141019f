/** How an import looks in a terminal: one line that is written over; nothing where there is no terminal. */
import { formatBytes, formatCount, formatDuration } from '@shared/format'
import type { ImportProgress } from '@shared/imported-dataset'

const CLEAR_LINE = '\r\u001b[2K'

export interface ImportView {
  take(progress: ImportProgress): void
  /** Removes the line. */
  close(): void
}

export function showImport(stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>): ImportView {
  return {
    take(progress) {
      if (stream.isTTY) stream.write(CLEAR_LINE + describeProgress(progress))
    },
    close() {
      if (stream.isTTY) stream.write(CLEAR_LINE)
    }
  }
}

/** `Reading pictures: 12,000 of 60,000, 0:08 left` */
export function describeProgress({
  phase,
  done,
  total,
  unit,
  secondsLeft
}: ImportProgress): string {
  const format = unit === 'bytes' ? formatBytes : formatCount
  const amount = total === null ? (done > 0 ? `: ${format(done)}` : '…') : `: ${format(done)} of ${format(total)}`
  const left = secondsLeft === null ? '' : `, ${formatDuration(secondsLeft * 1000)} left`
  return `${phase}${amount}${left}`
}
