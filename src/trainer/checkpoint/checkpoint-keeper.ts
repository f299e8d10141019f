/** Saves checkpoints while a run trains. One that cannot be written is a warning: the training goes on. */
import { describeFileError } from '@shared/file-error'
import type { TroubleWords } from '../trouble-note'
import type { Checkpoint } from './checkpoint'
import { createCheckpointWriter } from './checkpoint-folder'

/** The loop's side. */
export interface CheckpointSaver {
  /** Saves when the last one is old enough. */
  saveIfDue(): void
  save(): void
  /** Saves, and never again: from now on the weights are no longer those that training goes on from. */
  saveLast(): void
  /** Steps done at the newest checkpoint that is whole; null when there is none. */
  getKeptStep(): number | null
}

export interface CheckpointKeeper extends CheckpointSaver {
  seal(): void
}

export const checkpointTrouble: TroubleWords = {
  whileLasting: ({ reason, since }) =>
    `Checkpoints cannot be written since step ${since}: ${reason}. Training goes on, and those from before are kept.`,
  whenOver: ({ reason, since, to }) =>
    `Checkpoints could not be written from step ${since} on: ${reason}. Since step ${to} they are written again.`
}

export function createCheckpointKeeper({
  folder,
  everyMs,
  capture,
  onProblem,
  onWritten
}: {
  folder: string
  everyMs: number
  /** Null when there is nothing worth keeping. */
  capture: () => Checkpoint | null
  /** Hears why a checkpoint could not be written. */
  onProblem: (reason: string) => void
  /** Hears that one was written. */
  onWritten: () => void
}): CheckpointKeeper {
  const writer = createCheckpointWriter(folder)
  let dueAt = performance.now() + everyMs
  let isSealed = false

  function save(): void {
    if (isSealed) return
    dueAt = performance.now() + everyMs
    try {
      const checkpoint = capture()
      // Weights that are no numbers would only push out the last good ones.
      if (checkpoint?.tensors.every(({ values }) => values.every(Number.isFinite))) {
        writer.write(checkpoint)
        onWritten()
      }
    } catch (error) {
      onProblem(describeFileError(error))
    }
  }

  return {
    saveIfDue() {
      if (performance.now() >= dueAt) save()
    },
    save,
    saveLast() {
      save()
      isSealed = true
    },
    getKeptStep: writer.getKeptStep,
    seal() {
      isSealed = true
    }
  }
}
