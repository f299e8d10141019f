/** A JSON file of the workspace that belongs to the person: never lost silently, neither while it is read nor written. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import type { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
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

/** One that cannot be read is set aside, and `problem` says so; the value is the empty one then. */
export function readKeptJson<T>(file: KeptJson<T>): { value: T; problem: string | null } {
  if (!existsSync(file.path)) return { value: file.empty, problem: null }
  try {
    return { value: file.schema.parse(JSON.parse(readFileSync(file.path, 'utf8'))), problem: null }
  } catch {
    return { value: file.empty, problem: setAside(file) }
  }
}

function setAside({ path, lost }: KeptJson<unknown>): string {
  const aside = `${path}.damaged`
  try {
    renameSync(path, aside)
    return `${lost}. The damaged file was set aside as ${aside}.`
  } catch (error) {
    return `${lost}: ${path} is damaged, and cannot be moved because ${describeFileError(error)}.`
  }
}

/** @throws UserError that names the file and says why it cannot be written. */
export function writeKeptJson<T>({ path, notStored }: KeptJson<T>, value: T): void {
  try {
    writeJsonAtomically(path, value)
  } catch (error) {
    throw new UserError(
      `${notStored} in ${path}: ${describeFileError(error)}. Make room, then try again.`
    )
  }
}
