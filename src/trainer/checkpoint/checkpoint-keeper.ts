/** Saves checkpoints while a run trains. One that cannot be written is a warning: the training goes on. */
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
  /** Saves at the next occasion, however new the last one is. */
  makeDue(): void
  seal(): void
}

export function createCheckpointKeeper({
  folder,
  everyMs,
  capture,
  onProblem
}: {
  folder: string
  everyMs: number
  capture: () => Checkpoint
  onProblem: (sentence: string) => void
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
      if (checkpoint.tensors.every(({ values }) => values.every(Number.isFinite))) {
        writer.write(checkpoint)
      }
    } catch (error) {
      onProblem(`A checkpoint could not be written: ${(error as Error).message}.`)
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
    makeDue() {
      dueAt = -Infinity
    },
    seal() {
      isSealed = true
    }
  }
}
