/** The weights that a run keeps beside its checkpoints, in the same form: `best.bin` and `last.bin`. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { WeightFile } from '@shared/callbacks/callback'
import type { WeightCopy } from '../weights'
import { decodeTensorFile, encodeTensorFile, type TensorFile } from './checkpoint'
import { writeAtomically } from './checkpoint-folder'

const headerSchema = z.object({
  runId: z.string(),
  /** The epoch that ended with these weights, from 1. */
  epoch: z.number().int().min(1),
  /** Training steps done. */
  step: z.number().int().min(0),
  /** What was watched, and its value in this epoch; null where it was not computed. */
  monitor: z.string(),
  value: z.number().nullable()
})
export type WeightFileHeader = z.output<typeof headerSchema>

export interface WeightFiles {
  /** @returns whether it was written; if not, the earlier file is as it was, and a warning was given. */
  save(file: WeightFile, moment: Omit<WeightFileHeader, 'runId'>): boolean
  /** What the file of this run holds; null when there is none, or it is damaged. */
  find(file: WeightFile): WeightFileHeader | null
}

export function createWeightFiles({
  folder,
  runId,
  gather,
  onProblem
}: {
  folder: string
  runId: string
  gather: () => readonly WeightCopy[]
  onProblem: (sentence: string) => void
}): WeightFiles {
  return {
    save(file, moment) {
      const header: WeightFileHeader = { runId, ...moment }
      try {
        // Not with its parents: a run's folder that was deleted must not come back as a ruin.
        if (!existsSync(folder)) mkdirSync(folder)
        const bytes = encodeTensorFile({ header, tensors: gather() })
        writeAtomically(folder, pathOf(folder, file), bytes)
        return true
      } catch (error) {
        onProblem(`The ${file} weights could not be written: ${(error as Error).message}.`)
        return false
      }
    },
    find(file) {
      try {
        const { header } = readWeightFile(folder, file)
        return header.runId === runId ? header : null
      } catch {
        return null
      }
    }
  }
}

/** @throws Error when there is none, or it says what is wrong with it. */
export function readWeightFile(folder: string, file: WeightFile): TensorFile<WeightFileHeader> {
  return decodeTensorFile(readFileSync(pathOf(folder, file)), headerSchema)
}

function pathOf(folder: string, file: WeightFile): string {
  return join(folder, `${file}.bin`)
}
