/** How an import looks in a terminal: one line that is written over; nothing where there is no terminal. */
import { describeImportProgress } from '@shared/import-progress'
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
      if (stream.isTTY) stream.write(CLEAR_LINE + describeImportProgress(progress))
    },
    close() {
      if (stream.isTTY) stream.write(CLEAR_LINE)
    }
  }
}
