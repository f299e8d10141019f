/** What the small filter of a column offers: values to be ticked, or from where to where its numbers reach. */
import type { Field, RunWithFacts, Vocabulary } from '@shared/query'

/** More would be ticked by nobody: a part of the text finds them. */
const MOST_CHOICES = 60

export interface Choice {
  /** As a query says it. */
  readonly value: string
  readonly label: string
  /** Runs that have it. */
  readonly count: number
}

/** The values that runs share, the most frequent first; none where hardly two have the same. */
export function listChoices(
  field: Field,
  runs: readonly RunWithFacts[],
  vocabulary: Vocabulary
): readonly Choice[] {
  const values = vocabulary.countValues(field, runs)
  if (values.length > MOST_CHOICES) return []
  return values.map(({ value, count }) => ({ value, label: labelOf(field, value), count }))
}

function labelOf({ kind }: Field, value: string): string {
  if (kind === 'flag') return value === 'true' ? 'yes' : 'no'
  // As of a run of another program, which names no data set.
  return value === '' ? 'none' : value
}

export function toggleChoice(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
}

/** The least and the greatest number, as they are shown; null where there is none. */
export function findExtremes(
  { value, format }: Field,
  runs: readonly RunWithFacts[]
): { readonly least: string; readonly most: string } | null {
  const numbers = runs.flatMap(({ record, facts }) => {
    const found = value(record, facts)
    return typeof found === 'number' && Number.isFinite(found) ? [found] : []
  })
  if (numbers.length === 0) return null
  return { least: format(Math.min(...numbers)), most: format(Math.max(...numbers)) }
}
