/** The weights that a run keeps beside its checkpoints, in the same form: `best.bin` and `last.bin`. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { WeightFile } from '@shared/callbacks/callback'
import { describeFileError } from '@shared/file-error'
import type { TroubleWords } from '../trouble-note'
import type { Network } from '../build-model'
import type { WeightCopy } from '../weights'
import { decodeTensorFile, encodeTensorFile, type TensorFile } from './checkpoint'
import { writeAtomically } from './checkpoint-folder'
import { findWeights } from './tensors'

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

export const weightTrouble: TroubleWords = {
  whileLasting: ({ reason, since }) =>
    `The best or last weights cannot be written since step ${since}: ${reason}. Training goes on, and the file before is kept.`,
  whenOver: ({ reason, since, to }) =>
    `The best or last weights could not be written from step ${since} on: ${reason}. Since step ${to} they are written again.`
}

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
  onProblem,
  onWritten
}: {
  folder: string
  runId: string
  gather: () => readonly WeightCopy[]
  /** Hears why a file could not be written. */
  onProblem: (reason: string) => void
  onWritten: () => void
}): WeightFiles {
  return {
    save(file, moment) {
      const header: WeightFileHeader = { runId, ...moment }
      try {
        // Not with its parents: a run's folder that was deleted must not come back as a ruin.
        if (!existsSync(folder)) mkdirSync(folder)
        const bytes = encodeTensorFile({ header, tensors: gather() })
        writeAtomically(folder, pathOf(folder, file), bytes)
        onWritten()
        return true
      } catch (error) {
        onProblem(describeFileError(error))
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

/** The weights of a run's file, in the order of the network; null when there is none, or it cannot be used. */
export function readRunWeights(
  file: WeightFile,
  { folder, runId, network }: { folder: string; runId: string; network: Network }
): { step: number; weights: WeightCopy[] } | null {
  try {
    const { header, tensors } = readWeightFile(folder, file)
    if (header.runId !== runId) return null
    return { step: header.step, weights: findWeights(network, tensors) }
  } catch {
    return null
  }
}

/** @throws Error when there is none, or it says what is wrong with it. */
export function readWeightFile(folder: string, file: WeightFile): TensorFile<WeightFileHeader> {
  return decodeTensorFile(readFileSync(pathOf(folder, file)), headerSchema)
}

function pathOf(folder: string, file: WeightFile): string {
  return join(folder, `${file}.bin`)
}
