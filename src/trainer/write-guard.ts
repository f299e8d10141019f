/** Holds a run while what it records cannot be written, and lets it go on, with nothing lost, as soon as it can. */
import { UserError } from '@shared/contract/define'
import { isDiskFull } from '@shared/file-error'
import { FolderGone } from './append-only-file'
import type { TroubleNote, TroubleWords } from './trouble-note'
import type { TurnControl } from './turns'

/** A file that may be behind. */
export interface GuardedFile {
  readonly problem: Error | null
  retry(): void
}

export interface WriteGuard {
  /** True while something is not yet written. */
  readonly isBehind: boolean
  /** Called by whoever could not write. */
  didFallBehind(): void
  /** A person wants the run held: it stays so when the trouble is over. */
  keepHeld(): void
  /** Tries again now. @throws UserError when that is in vain. */
  catchUp(): void
  /** Resolves when all is written, or `signal` is aborted, or waiting is in vain. */
  settle(signal: AbortSignal): Promise<void>
}

/** A person who has made room need not wait; a disk that is full is not asked too often. */
const RETRY_EVERY_MS = 1000

export const writeTrouble: TroubleWords = {
  whileLasting: ({ reason, since }) =>
    `${reason} The run is held since step ${since}. Nothing is lost: make room, and it goes on by itself.`,
  whenOver: ({ since, to }) =>
    `The run was held at ${describeSteps(since, to)} until its files could be written again. Nothing was lost.`
}

export function createWriteGuard({
  getFiles,
  turns,
  note,
  onGone
}: {
  getFiles: () => readonly GuardedFile[]
  turns: TurnControl
  note: TroubleNote
  /** The run's folder was deleted: no waiting helps. */
  onGone: () => void
}): WriteGuard {
  let isHolding = false
  let timer: NodeJS.Timeout | undefined
  const getProblem = () => getFiles().find(({ problem }) => problem)?.problem ?? null

  function retry(): void {
    for (const file of getFiles()) file.retry()
    const problem = getProblem()
    if (problem instanceof FolderGone) return giveUp()
    if (problem) return
    clearInterval(timer)
    timer = undefined
    note.end()
    if (isHolding) turns.release()
    isHolding = false
  }

  function giveUp(): void {
    clearInterval(timer)
    timer = undefined
    onGone()
  }

  return {
    get isBehind() {
      return getProblem() !== null
    },
    didFallBehind() {
      const problem = getProblem()
      if (problem instanceof FolderGone) return giveUp()
      if (!problem || timer) return
      timer = setInterval(retry, RETRY_EVERY_MS)
      if (!turns.isHeld) {
        isHolding = true
        turns.hold()
      }
      note.begin(describe(problem))
    },
    keepHeld() {
      isHolding = false
    },
    catchUp() {
      if (!timer) return
      retry()
      const problem = getProblem()
      if (problem) throw new UserError(`${describe(problem)} Make room, then resume.`)
    },
    async settle(signal) {
      while (timer && !signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_EVERY_MS))
      }
      clearInterval(timer)
      timer = undefined
      // There may be room since the last attempt.
      for (const file of getFiles()) file.retry()
    }
  }
}

function describe({ message, cause }: Error): string {
  return isDiskFull(cause) ? `The disk is full: ${message}.` : `${message}.`
}

function describeSteps(since: number, to: number): string {
  return since === to ? `step ${since}` : `steps ${since} to ${to}`
}
