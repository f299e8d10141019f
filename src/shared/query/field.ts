/** What can be asked of a run: by a query, and by a column of the table of runs. */
import type { ConfigValue, RunFacts } from '../run-facts'
import type { RunRecord } from '../run'

/** Null: the run has no such value, or it is not known yet. */
export type FieldValue = ConfigValue | readonly string[]

/** How a value is compared, and what may be typed for it; `any` is what the value itself is. */
export type FieldKind = 'text' | 'number' | 'duration' | 'date' | 'flag' | 'list' | 'any'

export interface Field {
  /** What is typed in a query. */
  readonly key: string
  /** The head of its column. */
  readonly label: string
  readonly help: string
  readonly kind: FieldKind
  /** The place in the configuration that it is a short name of. */
  readonly configKey?: string
  /** What may follow its numbers, as it is shown. */
  readonly unit?: string
  /** Which way is better, of a metric. */
  readonly better?: 'higher' | 'lower'
  /** True where a value that is of other pictures if there are any is of the training pictures. */
  readonly isOfTraining?: (facts: RunFacts | null) => boolean
  readonly value: (record: RunRecord, facts: RunFacts | null) => FieldValue
  /** As it is shown; `–` for null. */
  readonly format: (value: FieldValue) => string
}

export const NO_VALUE = '–'

/** A field of which only the values that are there need a way to be shown. */
export function defineField<Value extends FieldValue>(
  field: Omit<Field, 'format' | 'value'> & {
    readonly value: (record: RunRecord, facts: RunFacts | null) => Value | null | undefined
    /** @default as it is */
    readonly format?: (value: NonNullable<Value>) => string
  }
): Field {
  const { value, format = formatPlain } = field
  return {
    ...field,
    value: (record, facts) => value(record, facts) ?? null,
    format: (shown) =>
      shown === null || (Array.isArray(shown) && shown.length === 0)
        ? NO_VALUE
        : format(shown as NonNullable<Value>)
  }
}

function formatPlain(value: FieldValue): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}
