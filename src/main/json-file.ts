/** A small JSON file that is read once and written whole: settings, the window's place. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import type { z } from 'zod'
import { writeJsonAtomically } from '@store/atomic-file'

export interface JsonFile<T> {
  get(): T
  /** Keeps the value, and writes it; a disk that is full loses it at the end of the application only. */
  set(value: T): void
}

/**
 * Opens the file; a missing one holds what the schema makes of an empty object. One that cannot be read is set aside as
 * `<name>.damaged`, and `warn` says so.
 */
export function openJsonFile<T>(
  path: string,
  schema: z.ZodType<T>,
  warn: (sentence: string) => void
): JsonFile<T> {
  let value = read()

  function read(): T {
    if (!existsSync(path)) return schema.parse({})
    try {
      return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      warn(`${path} could not be read; it was set aside as ${path}.damaged.`)
      renameSync(path, `${path}.damaged`)
      return schema.parse({})
    }
  }

  return {
    get: () => value,
    set(next) {
      value = next
      try {
        writeJsonAtomically(path, next)
      } catch (error) {
        warn(`${path} could not be written: ${(error as Error).message}`)
      }
    }
  }
}
