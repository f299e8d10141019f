/** Reads an experiment from a file, and puts what the command line says in place of what the file says. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { UserError } from '@shared/contract/define'
import { MAX_EXPERIMENT_BYTES, parseExperimentText, type Experiment } from '@shared/experiment'
import { describeFileError } from '@shared/file-error'

/** @throws UserError naming the file and what is wrong with it. */
export function readExperiment(path: string): Experiment {
  return parseExperimentText(readText(path), basename(path))
}

function readText(path: string): string {
  try {
    // A device or a huge file is not read to find out that it is no experiment.
    const { size } = statSync(path)
    if (size > MAX_EXPERIMENT_BYTES) return ' '.repeat(MAX_EXPERIMENT_BYTES + 1)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}

export interface Overrides {
  readonly epochs: number | undefined
  readonly batchSize: number | undefined
  readonly seed: number | undefined
}

export function applyOverrides(
  experiment: Experiment,
  { epochs, batchSize, seed }: Overrides
): Experiment {
  const { training } = experiment
  return {
    ...experiment,
    training: {
      ...training,
      epochs: epochs ?? training.epochs,
      batchSize: batchSize ?? training.batchSize,
      seed: seed ?? training.seed
    }
  }
}
