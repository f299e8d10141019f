/** The queue on the disk: read once, written whole. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { UserError } from '@shared/contract/define'
import { emptyQueue, queueSchema, type Queue } from '@shared/queue'
import { writeJsonAtomically } from '@store/atomic-file'
import { describeFileError } from '@shared/file-error'

/** Reads the queue. One that cannot be read is set aside, and `problem` says so; the queue is empty then. */
export function readQueueFile(path: string): { queue: Queue; problem: string | null } {
  if (!existsSync(path)) return { queue: emptyQueue, problem: null }
  try {
    return { queue: queueSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), problem: null }
  } catch {
    return { queue: emptyQueue, problem: setAside(path) }
  }
}

function setAside(path: string): string {
  const aside = `${path}.damaged`
  try {
    renameSync(path, aside)
    return `The queue could not be read and is empty now. The damaged file was set aside as ${aside}.`
  } catch (error) {
    return `The queue could not be read and is empty now: ${path} is damaged, and cannot be moved because ${describeFileError(error)}.`
  }
}

/** @throws UserError that names the file and says why it cannot be written. */
export function writeQueueFile(path: string, queue: Queue): void {
  try {
    writeJsonAtomically(path, queue)
  } catch (error) {
    throw new UserError(
      `The queue cannot be stored in ${path}: ${describeFileError(error)}. Make room, then try again.`
    )
  }
}
