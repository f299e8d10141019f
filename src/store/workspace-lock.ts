/** Keeps a second window off a workspace. Reading beside a window, and training from the command line, need no lock. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import {
  getOwnProcess,
  isProcessAlive,
  isSameProcess,
  processOwnerSchema,
  type ProcessOwner
} from './process-owner'
import type { Workspace } from './workspace'

export interface WorkspaceLock {
  /** Gives the workspace back; a lock that is no longer this process's is left alone. */
  release(): void
}

/** More than enough for one that was left and one that is taken away meanwhile. */
const ATTEMPTS = 20
/** Between its making and its first line a lock is empty for less than this. */
const RETRY_AFTER_MS = 20

/** Takes the workspace; a lock whose process is gone counts for nothing. @throws UserError naming workspace and process. */
export function lockWorkspace({ folder }: Pick<Workspace, 'folder'>): WorkspaceLock {
  const file = join(folder, 'window.lock')
  const own = getOwnProcess()
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (tryToMake(file, own)) return { release: () => release(file, own) }
    const text = readText(file)
    const owner = parseOwner(text)
    if (owner && isProcessAlive(owner)) throw refuse(folder, owner)
    // One that cannot be read is perhaps just being written; at last it is one that was left.
    if (owner || attempt > ATTEMPTS / 2) removeLeft(file, text, own)
    else wait(RETRY_AFTER_MS)
  }
  throw new UserError(
    `The workspace ${folder} cannot be locked: ${file} changes all the time. Try again.`
  )
}

function refuse(folder: string, { pid }: ProcessOwner): UserError {
  return new UserError(
    `The workspace ${folder} is open in another Receptive (process ${pid}). Go there or close it, or choose another folder with --workspace.`
  )
}

/** False when there is a lock already. */
function tryToMake(file: string, own: ProcessOwner): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(own)}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
  }
}

/** Moves it aside first: of two processes that find the same lock, one alone gets it; a newer lock is put back. */
function removeLeft(file: string, text: string | null, { pid }: ProcessOwner): void {
  const aside = `${file}.${pid}`
  try {
    renameSync(file, aside)
    if (readText(aside) === text) rmSync(aside, { force: true })
    else renameSync(aside, file)
  } catch {
    // Another process was first; the next attempt sees what it made.
  }
}

function release(file: string, own: ProcessOwner): void {
  const owner = parseOwner(readText(file))
  if (isSameProcess(owner, own)) rmSync(file, { force: true })
}

function parseOwner(text: string | null): ProcessOwner | null {
  try {
    return processOwnerSchema.parse(JSON.parse(text ?? ''))
  } catch {
    return null
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** The start of the application waits for this; nothing else is at work yet. */
function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
