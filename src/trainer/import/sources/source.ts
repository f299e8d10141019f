/** What a kind of source is to the importer. To add one: a file with this, and its line in the table of index.ts. */
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '@shared/contract/define'
import type { ImportedDataset, ImportOptions } from '@shared/imported-dataset'
import type { ProgressTeller } from '../progress'

/** The files that a person pointed at, or the folder with what lies in it. */
export interface Place {
  /** As it was given, for sentences and for the card. */
  readonly path: string
  /** The files by their names: those that were chosen, or those of the folder. */
  readonly files: ReadonlyMap<string, string>
  /** The folders within, by their names; null when files were chosen. */
  readonly folders: ReadonlyMap<string, string> | null
}

export interface ImportJob {
  readonly datasetsFolder: string
  readonly options: ImportOptions
  /** Ids of the sets that come with Receptive, which no set of one's own may take. */
  readonly takenIds: readonly string[]
  readonly signal: AbortSignal
  readonly progress: ProgressTeller
  /** What the card says it came from. */
  readonly source: string
}

export interface DatasetSource {
  /** What a person calls it: "an archive of CIFAR". */
  readonly label: string
  /** Whether the names look like it; nothing is read. */
  recognizes(place: Place): boolean
  /** Reads all of it into a set. @throws UserError naming the file and what is wrong; ImportStopped. */
  import(place: Place, job: ImportJob): Promise<ImportedDataset>
}

/** Looks at what the paths are. @throws UserError when one is not there, or they do not belong together. */
export async function openPlace(paths: readonly string[]): Promise<Place> {
  const [first = ''] = paths
  const kinds = await Promise.all(paths.map(findKind))
  if (kinds.every((kind) => kind === 'file')) {
    return {
      path: first,
      files: new Map(paths.map((path) => [basename(path), path])),
      folders: null
    }
  }
  if (paths.length > 1) {
    throw new UserError('Several folders cannot become one data set. Choose one folder, or files.')
  }
  return listFolder(first)
}

/** @throws UserError when the folder cannot be listed. */
export async function listFolder(path: string): Promise<Place> {
  const entries = await readdir(path, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw describeUnreadable(path, error)
    }
  )
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== '__MACOSX')
  const toMap = (some: typeof entries) =>
    new Map(some.map(({ name }) => [name, join(path, name)] as const))
  return {
    path,
    // Links are not followed: what they point at was not chosen.
    files: toMap(visible.filter((entry) => entry.isFile())),
    folders: toMap(visible.filter((entry) => entry.isDirectory()))
  }
}

/** A sentence for a file or a folder that cannot be read. */
export function describeUnreadable(
  path: string,
  { code, message }: NodeJS.ErrnoException
): UserError {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError(`${path} is not there (any more). Choose it again.`)
    case 'EACCES':
    case 'EPERM':
      return new UserError(
        `${path} may not be read. Change its permissions, or choose another one.`
      )
    default:
      return new UserError(
        `${path} cannot be read (${code ?? message}). Try again, or choose another one.`
      )
  }
}

async function findKind(path: string): Promise<'file' | 'folder'> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw describeUnreadable(path, error)
  })
  if (found.isDirectory()) return 'folder'
  if (found.isFile()) return 'file'
  throw new UserError(`${path} is neither a file nor a folder. Choose another one.`)
}
