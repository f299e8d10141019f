/** The layout of a workspace: where each kind of file is. Nothing else builds these paths. */
import { accessSync, constants, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import { makeFolder } from './make-folder'
import { makeOwnFolder, removeLeftFolders } from './own-folder'

export interface Workspace {
  readonly folder: string
  readonly databaseFile: string
  /** One folder a run; the truth of the workspace. */
  readonly runsFolder: string
  /** Experiments that were opened from files. */
  readonly experimentsFolder: string
  /** Weights of other programs that experiments begin with. */
  readonly weightsFolder: string
  /** Experiments that were changed and not saved under a name yet. */
  readonly draftsFolder: string
  /** Experiments that wait for their turn. */
  readonly queueFile: string
  /** Comparisons that were given a name. */
  readonly comparisonsFile: string
  /** One folder an imported data set. */
  readonly datasetsFolder: string
  /** Can be deleted at any time. */
  readonly cacheFolder: string
  /** Can be deleted at any time. */
  readonly logsFolder: string
  /** Why nothing of it can be written, as a sentence: its runs can be looked at. Null for a workspace to work in. */
  readonly readOnlyReason: string | null
}

/** The paths of the workspace in `folder`; touches nothing. */
export function describeWorkspace(folder: string): Workspace {
  const root = resolve(folder)
  return {
    folder: root,
    databaseFile: join(root, 'receptive.sqlite'),
    runsFolder: join(root, 'runs'),
    experimentsFolder: join(root, 'experiments'),
    weightsFolder: join(root, 'experiments', 'weights'),
    draftsFolder: join(root, 'experiments', 'drafts'),
    queueFile: join(root, 'queue.json'),
    comparisonsFile: join(root, 'comparisons.json'),
    datasetsFolder: join(root, 'datasets'),
    cacheFolder: join(root, 'cache'),
    logsFolder: join(root, 'logs'),
    readOnlyReason: null
  }
}

/**
 * Makes the folders that are missing. One whose runs can be read and not written opens for looking. @throws UserError
 * naming the folder that cannot be made or read.
 */
export function createWorkspace(folder: string): Workspace {
  // However long one looks, its folder is its own.
  removeLeftFolders(tmpdir(), LOOKING, { mostAgeMs: Infinity })
  const workspace = describeWorkspace(folder)
  const { runsFolder, experimentsFolder, datasetsFolder, cacheFolder, logsFolder } = workspace
  try {
    for (const one of [runsFolder, experimentsFolder, datasetsFolder, cacheFolder, logsFolder]) {
      makeFolder(one)
    }
    accessSync(workspace.folder, constants.W_OK)
  } catch (error) {
    if (isWriteRefused(error) && isReadable(runsFolder)) return openForLooking(workspace, error)
    throw new UserError(
      `The workspace ${workspace.folder} cannot be used: ${describeFileError(error)}. Choose another folder with --workspace.`
    )
  }
  return workspace
}

/** Where a process that only looks keeps its log. */
const LOOKING = 'receptive-looking-'

function isWriteRefused(error: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The index is made from the run folders, in memory; logs and caches go where they can be written. */
function openForLooking(workspace: Workspace, error: unknown): Workspace {
  const temporary = makeOwnFolder(tmpdir(), LOOKING)
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }))
  return {
    ...workspace,
    databaseFile: ':memory:',
    cacheFolder: temporary,
    logsFolder: temporary,
    readOnlyReason: `The workspace ${workspace.folder} cannot be written: ${describeFileError(error)}. Its runs can be looked at; to train, choose another folder with --workspace.`
  }
}
