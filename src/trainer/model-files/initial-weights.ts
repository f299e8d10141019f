/** Weights that a run begins with in place of random ones: kept in the workspace by what they are. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../checkpoint/checkpoint'
import { writeAtomically } from '../checkpoint/checkpoint-folder'
import type { WeightCopy } from '../weights'

const headerSchema = z.object({ source: z.string() })

/** @returns the name of the file, which says what is in it @throws UserError when it cannot be written. */
export function keepInitialWeights(
  folder: string,
  { source, weights }: { source: string; weights: readonly WeightCopy[] }
): string {
  const parts = encodeTensorFile({ header: { source }, tensors: weights })
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  const file = `${hash.digest('hex').slice(0, 32)}.weights`
  const path = join(folder, file)
  try {
    mkdirSync(folder, { recursive: true })
    if (!existsSync(path)) writeAtomically(folder, path, parts)
    return file
  } catch (error) {
    throw new UserError(`The weights cannot be kept in ${folder}: ${describeFileError(error)}.`)
  }
}

/** @throws UserError when they are gone or damaged. */
export function readInitialWeights(path: string): TensorFile<{ source: string }> {
  try {
    return decodeTensorFile(readFileSync(path), headerSchema)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const reason = isMissing ? 'they are not in the workspace' : (error as Error).message
    throw new UserError(
      `The weights that the experiment begins with cannot be read: ${reason}. Open the model file again, or remove initialWeights from the experiment.`
    )
  }
}
