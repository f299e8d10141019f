/** Looks through folders for event files of TensorBoard, a few names at a time: what is dropped may be a whole disk. */
import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { UserError } from '@shared/contract/define'
import { formatCount } from '@shared/format'

/** A log folder, a folder of log folders, and one above them. */
const DEEPEST = 4
/** Seconds on a slow disk; a folder of logs has a few thousand. */
const MOST_NAMES = 200_000
/** Names that are read at once: between two such handfuls others have their turn. */
const NAMES_AT_ONCE = 256

export interface EventFileSearch {
  /** Ends the search; what was found until then is the answer. */
  readonly signal?: AbortSignal | undefined
  /** @default 200,000 */
  readonly mostNames?: number
}

export function isEventFileName(name: string): boolean {
  return /^events\.out\.tfevents\./.test(name)
}

/**
 * The event files among `paths` and in the folders among them, in the order of their names. @throws UserError when the
 * folders hold too much to be looked through
 */
export async function findEventFiles(
  paths: readonly string[],
  search: EventFileSearch = {}
): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    for await (const file of walk(path, 0, startWalk(path, search))) found.push(file)
  }
  return found
}

/** Ends at the first one. @throws UserError as findEventFiles does. */
export async function holdsEventFiles(
  path: string,
  search: EventFileSearch = {}
): Promise<boolean> {
  const { done } = await walk(path, 0, startWalk(path, search)).next()
  return done !== true
}

interface Walk {
  isOver(): boolean
  /** @throws UserError when it was one too many. */
  countName(): void
}

function startWalk(root: string, { signal, mostNames = MOST_NAMES }: EventFileSearch): Walk {
  let names = 0
  return {
    isOver: () => signal?.aborted === true,
    countName() {
      if (++names <= mostNames) return
      throw new UserError(
        `${root} holds more than ${formatCount(mostNames)} files and folders, too many to look through for event files. Choose the folder of the logs within it.`
      )
    }
  }
}

async function* walk(path: string, depth: number, state: Walk): AsyncGenerator<string, void> {
  if (depth > DEEPEST || state.isOver()) return
  if (!(await isFolder(path))) {
    if (isEventFileName(basename(path))) yield resolve(path)
    return
  }
  for (const entry of await readFolder(path, state)) {
    const child = join(path, entry.name)
    // A link may lead to either.
    if (entry.isDirectory() || entry.isSymbolicLink()) yield* walk(child, depth + 1, state)
    else if (isEventFileName(entry.name)) yield resolve(child)
  }
}

/** What matters of it, in the order of the names; nothing of a folder that cannot be read. */
async function readFolder(path: string, state: Walk): Promise<Dirent[]> {
  const found: Dirent[] = []
  try {
    for await (const entry of await opendir(path, { bufferSize: NAMES_AT_ONCE })) {
      if (state.isOver()) return []
      state.countName()
      const isMaybeFolder = entry.isDirectory() || entry.isSymbolicLink()
      if (isMaybeFolder || isEventFileName(entry.name)) found.push(entry)
    }
  } catch (error) {
    if (error instanceof UserError) throw error
    return []
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1))
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
