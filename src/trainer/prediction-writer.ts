/** Keeps the newest sample predictions in the run's folder: at most one write a second, and the last for certain. */
import { join } from 'node:path'
import { encodePredictionFile } from '@shared/prediction-file'
import type { PredictionBatch } from '@shared/predictions'
import { writeFileAtomically } from './write-file-atomically'

export interface PredictionWriter {
  write(batch: PredictionBatch): void
  /** Resolves when the newest batch is on disk. */
  close(): Promise<void>
}

/** Each write syncs the disk; a second is soon enough for pictures that a reopened window shows. */
const WRITE_EVERY_MS = 1000

export function createPredictionWriter(folder: string): PredictionWriter {
  const path = join(folder, 'samples.bin')
  let newest: PredictionBatch | null = null
  let lastWriteAt = -Infinity
  let writing = Promise.resolve()

  function writeNewest(): void {
    const batch = newest
    if (!batch) return
    newest = null
    lastWriteAt = performance.now()
    // The pictures are a convenience: a full disk must not end a run, and the metric log reports it anyway.
    writing = writing
      .then(() => writeFileAtomically(path, encodePredictionFile(batch)))
      .catch(() => undefined)
  }

  return {
    write(batch) {
      newest = batch
      if (performance.now() - lastWriteAt >= WRITE_EVERY_MS) writeNewest()
    },
    close() {
      writeNewest()
      return writing
    }
  }
}
