/** The configurations of runs in columns: a row a key, and what differs from the base, which is the first column. */
import type { ConfigValue } from '../run-facts'

/** In the order of the table. */
export const configGroups = {
  general: 'General',
  data: 'Data',
  augmentation: 'Augmentation',
  model: 'Model',
  training: 'Training',
  result: 'Result'
} as const
export type ConfigGroup = keyof typeof configGroups

const groupOrder = Object.keys(configGroups)

/** Which group a path belongs to, by its first part. */
const groupOfRoot: Readonly<Record<string, ConfigGroup>> = {
  dataset: 'data',
  augmentation: 'augmentation',
  model: 'model',
  initialWeights: 'model',
  training: 'training',
  result: 'result'
}

/** The values of one run by their paths. */
export type ConfigColumn = Readonly<Record<string, ConfigValue>>

export interface ConfigRow {
  readonly key: string
  readonly group: ConfigGroup
  /** The path without the part that the group says. */
  readonly label: string
  /** One a column; undefined where a run has no such key. */
  readonly values: readonly (ConfigValue | undefined)[]
  /** One a column: whether it differs from the first. */
  readonly changed: readonly boolean[]
  readonly isDifferent: boolean
}

/** All keys of all columns, in the order of the groups and there of the documents. The first column is the base. */
export function compareConfigs(columns: readonly ConfigColumn[]): ConfigRow[] {
  return mergeKeys(columns.map((column) => Object.keys(column)))
    .map((key) => createRow(key, columns))
    .sort((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group))
}

/** The rows whose group and key contain every word of the text. */
export function filterConfigRows(rows: readonly ConfigRow[], text: string): ConfigRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(({ key, group, label }) => {
    const searched = `${configGroups[group]} ${key} ${label}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}

/** Whether two values are one: absent is none of them, NaN is itself. */
export function isSameValue(a: ConfigValue | undefined, b: ConfigValue | undefined): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b))
}

/** A value as it is read and copied; the empty text for a key that a run does not have. */
export function wordsOfConfigValue(value: ConfigValue | undefined): string {
  if (value === undefined) return ''
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

function createRow(key: string, columns: readonly ConfigColumn[]): ConfigRow {
  // A key such as `constructor` is one of the document's, or of nobody.
  const values = columns.map((column) => (Object.hasOwn(column, key) ? column[key] : undefined))
  const changed = values.map((value) => !isSameValue(value, values[0]))
  const [root = '', ...rest] = key.split('.')
  const group = groupOfRoot[root] ?? 'general'
  const label = group === 'general' || rest.length === 0 ? key : rest.join('.')
  return { key, group, label, values, changed, isDifferent: changed.includes(true) }
}

/** One list of all keys: what only one list has stands after the key before it there. */
function mergeKeys(lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = []
  const known = new Set<string>()
  for (const keys of lists) {
    let previous = -1
    for (const key of keys) {
      if (known.has(key)) {
        previous = merged.indexOf(key)
      } else {
        merged.splice(++previous, 0, key)
        known.add(key)
      }
    }
  }
  return merged
}
