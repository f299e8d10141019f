/** Writes a run's events to its events.jsonl, then tells whoever listens. */
import { join } from 'node:path'
import { encodeRunEvent, type RunEvent, type RunEventKind } from '@shared/run-events'
import { openAppendOnlyFile } from './append-only-file'

export interface RunEventLog {
  /** `setTo`: the number that was set, the learning rate for example. */
  record(kind: RunEventKind, text: string, setTo?: number): void
  /** Why the file is behind; null when it is not. No event is lost meanwhile. */
  readonly problem: Error | null
  /** Writes what could not be written before, as far as that is possible now. */
  retry(): void
  /** Returns the file's length once all of it is on the disk. */
  sync(): number
  close(): void
}

export function createRunEventLog({
  folder,
  keepBytes,
  getMoment,
  onEvent,
  onBehind
}: {
  folder: string
  /** Where a resumed run goes on; what was written after it did not happen. */
  keepBytes?: number | undefined
  getMoment: () => Pick<RunEvent, 'step' | 'elapsedMs'>
  onEvent: (event: RunEvent) => void
  /** Called after each event that leaves the file behind. */
  onBehind: () => void
}): RunEventLog {
  const file = openAppendOnlyFile(join(folder, 'events.jsonl'), { keepBytes })
  const encoder = new TextEncoder()
  return {
    record(kind, text, setTo) {
      const event = {
        ...getMoment(),
        kind,
        text,
        ...(setTo === undefined ? {} : nameValue(kind, setTo))
      }
      file.append(encoder.encode(encodeRunEvent(event)))
      onEvent(event)
      if (file.problem) onBehind()
    },
    get problem() {
      return file.problem
    },
    retry: file.retry,
    sync() {
      file.sync()
      return file.getSize()
    },
    close: file.close
  }
}

function nameValue(kind: RunEventKind, setTo: number): Pick<RunEvent, 'learningRate' | 'setTo'> {
  return kind === 'learning-rate' ? { learningRate: setTo } : { setTo }
}
