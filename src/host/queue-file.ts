/** The queue on the disk: read once, written whole. */
import { emptyQueue, queueSchema, type Queue } from '@shared/queue'
import { readKeptJson, writeKeptJson, type KeptJson } from '@store/kept-json'

/** Reads the queue. `problem` says what is wrong with a file that cannot be read; the queue is empty then. */
export function readQueueFile(path: string): { queue: Queue; problem: string | null } {
  const { value: queue, problem } = readKeptJson(describeFile(path))
  return { queue, problem }
}

/** @throws UserError that names the file and says why it cannot be written. */
export function writeQueueFile(path: string, queue: Queue): void {
  writeKeptJson(describeFile(path), queue)
}

function describeFile(path: string): KeptJson<Queue> {
  return {
    path,
    schema: queueSchema,
    empty: emptyQueue,
    lost: 'The queue could not be read and is empty now',
    notStored: 'The queue cannot be stored'
  }
}
