/** A small JSON file that is read once and written whole: settings, the window's place. */
import type { z } from 'zod'
import { readKeptJson, writeKeptJson } from '@store/kept-json'

export interface JsonFile<T> {
  get(): T
  /** Keeps the value, and writes it; a disk that is full loses it at the end of the application only. */
  set(value: T): void
}

/**
 * Opens the file; a missing one holds what the schema makes of an empty object, and so does one that is damaged or cannot
 * be read: `warn` says which, and what became of it.
 */
export function openJsonFile<T>(
  path: string,
  schema: z.ZodType<T>,
  warn: (sentence: string) => void
): JsonFile<T> {
  const file = {
    path,
    schema,
    empty: schema.parse({}),
    lost: 'What was set could not be read',
    notStored: 'What was set could not be written'
  }
  const found = readKeptJson(file)
  let { value } = found
  if (found.problem !== null) warn(found.problem)

  return {
    get: () => value,
    set(next) {
      value = next
      try {
        writeKeptJson(file, next)
      } catch (error) {
        warn((error as Error).message)
      }
    }
  }
}
