/** The experiments that can be chosen: those shipped with Receptive, and those a user has opened. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, parse } from 'node:path'
import type { ExperimentListing } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { MAX_EXPERIMENT_BYTES, parseExperimentText } from '@shared/experiment'
import { writeJsonAtomically } from './atomic-file'
import { describeFileError } from './file-error'

export interface ExperimentLibrary {
  /** Shipped ones first, then opened ones, each by name. A file that cannot be read is left out and warned of. */
  list(): ExperimentListing[]
  /** Takes in a file that a user chose. @throws UserError when it is no experiment. */
  open(path: string): ExperimentListing
  /** Takes in the text of a file. @throws UserError when it is no experiment. */
  importText(fileName: string, text: string): ExperimentListing
}

export interface ExperimentLibraryOptions {
  readonly shippedFolder: string
  readonly openedFolder: string
  warn(sentence: string): void
}

export function createExperimentLibrary({
  shippedFolder,
  openedFolder,
  warn
}: ExperimentLibraryOptions): ExperimentLibrary {
  function importText(fileName: string, text: string): ExperimentListing {
    const experiment = parseExperimentText(text, fileName)
    const id = createOpenedId(fileName, experiment)
    const file = join(openedFolder, `${id}.json`)
    if (!existsSync(file)) {
      try {
        writeJsonAtomically(file, experiment)
      } catch (error) {
        throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
      }
    }
    return { id, source: 'opened', experiment }
  }

  return {
    list: () => [
      ...listFolder(shippedFolder, 'shipped', warn),
      ...listFolder(openedFolder, 'opened', warn)
    ],
    open: (path) => importText(basename(path), readExperimentFile(path)),
    importText
  }
}

/** The text of an experiment file, which must not be much larger than one. @throws UserError naming the file. */
export function readExperimentFile(path: string): string {
  try {
    const { size } = statSync(path)
    if (size <= MAX_EXPERIMENT_BYTES * 2) return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
  throw new UserError(`${path} is too large for an experiment (at most 1 MB).`)
}

function listFolder(
  folder: string,
  source: ExperimentListing['source'],
  warn: (sentence: string) => void
): ExperimentListing[] {
  const listings = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      try {
        const path = join(folder, name)
        const experiment = parseExperimentText(readExperimentFile(path), path)
        return [{ id: getListingId(source, name), source, experiment }]
      } catch (error) {
        warn((error as Error).message)
        return []
      }
    })
  return listings.sort((a, b) => a.experiment.name.localeCompare(b.experiment.name))
}

/** Shipped ids carry a word of their own: an opened file of the same name is another experiment. */
function getListingId(source: ExperimentListing['source'], fileName: string): string {
  const { name } = parse(fileName)
  return source === 'shipped' ? `shipped-${name}` : name
}

/** The same file twice is one experiment; a changed one is another. Nothing of the name can lead out of the folder. */
function createOpenedId(fileName: string, experiment: unknown): string {
  const name = parse(fileName)
    .name.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  const hash = createHash('sha256').update(JSON.stringify(experiment)).digest('hex').slice(0, 8)
  return `${name || 'experiment'}-${hash}`
}
