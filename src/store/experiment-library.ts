/** The experiments that can be chosen: those shipped with Receptive, and those a user has opened. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ExperimentListing } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { MAX_EXPERIMENT_BYTES, parseExperimentText, type Experiment } from '@shared/experiment'
import { parseModel } from '@shared/model'
import { hash32 } from '@shared/random'
import { writeJsonAtomically } from './atomic-file'
import { describeFileError } from '@shared/file-error'

export interface ExperimentLibrary {
  /** Shipped ones first, then opened ones, each in the order of their names. A file that cannot be read is left out. */
  list(): ExperimentListing[]
  /** Takes in a file that a user chose. @throws UserError when it is no experiment. */
  open(path: string): ExperimentListing
  /** Takes in the text of a file. @throws UserError when it is no experiment. */
  importText(fileName: string, text: string): ExperimentListing
  /** Keeps the changes of an experiment that have no name of their own yet; null forgets them. @throws UserError */
  keepDraft(id: string, draft: Experiment | null): void
}

export interface ExperimentLibraryOptions {
  readonly shippedFolder: string
  readonly openedFolder: string
  readonly draftsFolder: string
  /** Hears of files that cannot be read. */
  warn(sentence: string): void
}

export function createExperimentLibrary({
  shippedFolder,
  openedFolder,
  draftsFolder,
  warn
}: ExperimentLibraryOptions): ExperimentLibrary {
  /** Checks a document, its model too, and keeps it: the same document opened twice is one. */
  function importText(fileName: string, text: string): ExperimentListing {
    const experiment = parseExperimentText(text, fileName)
    checkModel(experiment, fileName)
    const name = createFileName(experiment)
    const file = join(openedFolder, `${name}.json`)
    try {
      if (!existsSync(file)) writeJsonAtomically(file, experiment)
    } catch (error) {
      throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
    }
    return withDraft({ id: `opened:${name}`, source: 'opened', experiment })
  }

  function withDraft(listing: Omit<ExperimentListing, 'draft'>): ExperimentListing {
    const file = findDraftFile(listing.id)
    if (!existsSync(file)) return { ...listing, draft: null }
    try {
      return { ...listing, draft: parseExperimentText(readText(file), file) }
    } catch (error) {
      warn((error as Error).message)
      return { ...listing, draft: null }
    }
  }

  /** An id is no path: nothing of it can lead out of the folder. */
  function findDraftFile(id: string): string {
    return join(draftsFolder, `${id.replace(/[^a-z0-9-]+/g, '_').slice(0, 80)}.json`)
  }

  return {
    list: () => [
      ...listFolder(shippedFolder, 'shipped', warn).map(withDraft),
      ...listFolder(openedFolder, 'opened', warn).map(withDraft)
    ],
    open: (path) => importText(basename(path), readText(path)),
    importText,
    keepDraft(id, draft) {
      const file = findDraftFile(id)
      try {
        if (draft === null) return rmSync(file, { force: true })
        mkdirSync(draftsFolder, { recursive: true })
        writeJsonAtomically(file, draft)
      } catch (error) {
        throw new UserError(
          `${file} cannot be written: ${describeFileError(error)}. Your changes are kept until this window closes.`
        )
      }
    }
  }
}

/** By file name, which is the order of the lecture: `cifar-cnn` before `cifar-cnn-2-dropout`. */
function listFolder(
  folder: string,
  source: ExperimentListing['source'],
  warn: (sentence: string) => void
): Omit<ExperimentListing, 'draft'>[] {
  // A workspace on a disk that is read-only may lack it.
  if (!existsSync(folder)) return []
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'))
  return names.sort().flatMap((name) => {
    const file = join(folder, `${name}.json`)
    try {
      const experiment = parseExperimentText(readText(file), file)
      return [{ id: `${source}:${name}`, source, experiment }]
    } catch (error) {
      warn((error as Error).message)
      return []
    }
  })
}

function checkModel({ model }: Experiment, fileName: string): void {
  try {
    parseModel(model)
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${fileName}: ${error.message}`)
    throw error
  }
}

function readText(path: string): string {
  try {
    // What is too large is refused unread: the parser's own sentence needs no more than its length.
    if (statSync(path).size > MAX_EXPERIMENT_BYTES) return ' '.repeat(MAX_EXPERIMENT_BYTES + 1)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}

/** A changed document is another one. Nothing of its name can lead out of the folder. */
function createFileName(experiment: Experiment): string {
  const name = experiment.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  return `${name || 'experiment'}-${hash32(JSON.stringify(experiment)).toString(36)}`
}
