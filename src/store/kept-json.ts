/** A JSON file of the workspace that belongs to the person: never lost silently, neither while it is read nor written. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { describeFileError, isDiskFull } from '@shared/file-error'
import { writeJsonAtomically } from './atomic-file'

export interface KeptJson<T> {
  readonly path: string
  readonly schema: z.ZodType<T>
  /** What there is without the file. */
  readonly empty: T
  /** `The queue could not be read and is empty now`, to be followed by what became of the file. */
  readonly lost: string
  /** `The queue cannot be stored`, to be followed by where and why. */
  readonly notStored: string
}

/** Files whose content nobody has seen yet: what is written over them would be the end of it. */
const unread = new Set<string>()

/**
 * One that is damaged is set aside, one that cannot be read is left alone, and `problem` says so; the value is the empty
 * one then. Whoever only looks leaves a damaged one alone, too.
 */
export function readKeptJson<T>(
  file: KeptJson<T>,
  { isOnlyLooking = false }: { isOnlyLooking?: boolean } = {}
): { value: T; problem: string | null } {
  const { path, schema, empty, lost } = file
  try {
    const text = readText(path)
    unread.delete(path)
    return { value: text === null ? empty : schema.parse(JSON.parse(text)), problem: null }
  } catch (error) {
    if (!isDamage(error)) {
      unread.add(path)
      return {
        value: empty,
        problem: `${lost}: ${path} cannot be read because ${describeFileError(error)}. It was left as it is.`
      }
    }
    const problem = isOnlyLooking ? `${lost}: ${path} is damaged.` : setAside(file)
    return { value: empty, problem }
  }
}

/** Null without the file. @throws when it is there and cannot be read. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof z.ZodError
}

function setAside({ path, lost }: KeptJson<unknown>): string {
  const aside = findFreeName(`${path}.damaged`)
  try {
    renameSync(path, aside)
    return `${lost}. The damaged file was set aside as ${aside}.`
  } catch (error) {
    return `${lost}: ${path} is damaged, and cannot be moved because ${describeFileError(error)}.`
  }
}

function findFreeName(path: string): string {
  let name = path
  for (let count = 2; existsSync(name); count++) name = `${path}-${count}`
  return name
}

/** @throws UserError that names the file and says why it cannot be written. */
export function writeKeptJson<T>({ path, notStored }: KeptJson<T>, value: T): void {
  if (unread.has(path)) {
    throw new UserError(
      `${notStored} in ${path}: what it holds could not be read, and would be lost. Make it readable, then start Receptive again.`
    )
  }
  try {
    writeJsonAtomically(path, value)
  } catch (error) {
    const wayOut = isDiskFull(error) ? ' Make room, then try again.' : ''
    throw new UserError(`${notStored} in ${path}: ${describeFileError(error)}.${wayOut}`)
  }
}
