/** The filter of the table: the query language, with what is wrong as a sentence instead of an error. */
import { compileQuery, complete, QueryError, type Vocabulary } from '@shared/query'
import type { RunRow } from './columns'

export interface CompiledFilter {
  /** What is wrong with it, as a sentence; null when nothing is. */
  readonly problem: string | null
  /** Whether it asks for the archive, which is out of sight otherwise. */
  readonly asksForArchived: boolean
  matches(row: RunRow): boolean
}

/** A filter with a mistake lets through what `before` did: the table does not jump while one is being typed. */
export function compileFilter(
  text: string,
  vocabulary: Vocabulary,
  before: CompiledFilter | null
): CompiledFilter {
  try {
    const { matches, asksForArchived } = compileQuery(text, vocabulary)
    return {
      problem: null,
      asksForArchived,
      matches: ({ record, facts }) => matches(record, facts)
    }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const last = before ?? { asksForArchived: false, matches: () => true }
    return { ...last, problem: error.message }
  }
}

/** More would be read by nobody, and drawn at each letter. */
const MOST_LISTED = 16

export interface FilterCompletion {
  /** What is put in. */
  readonly label: string
  readonly help: string
  /** The whole filter with it, and where the caret is then. */
  readonly text: string
  readonly caret: number
}

/** What may come next at the caret. What begins something (`tag:`) is not followed by a space. */
export function completeFilter(
  text: string,
  caret: number,
  vocabulary: Vocabulary
): FilterCompletion[] {
  const { from, to, options } = complete(text, caret, vocabulary)
  return options.slice(0, MOST_LISTED).map(({ text: label, help }) => {
    const start = text.slice(0, from)
    const added = `${label}${label.endsWith(':') ? '' : ' '}`
    return {
      label,
      help,
      text: start + added + text.slice(to).trimStart(),
      caret: start.length + added.length
    }
  })
}

/** `1,000`, `37 of 1,000`. */
export function describeCount(
  count: number,
  total: number,
  format: (count: number) => string
): string {
  return count === total ? format(total) : `${format(count)} of ${format(total)}`
}
