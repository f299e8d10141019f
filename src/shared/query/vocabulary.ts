/** What the runs at hand can be asked: the fields of the table, the metrics, and every value of their experiments. */
import type { RunRecord } from '../run'
import type { RunFacts } from '../run-facts'
import { defineField, type Field } from './field'
import { fields } from './fields'
import { fold } from './literals'
import { metricFields } from './metric-fields'

export interface RunWithFacts {
  readonly record: RunRecord
  /** Null while they are being computed. */
  readonly facts: RunFacts | null
}

export interface CountedValue {
  readonly value: string
  readonly count: number
}

export interface Vocabulary {
  /** All of them, those that no run has a value for included. */
  readonly fields: readonly Field[]
  /** Those that a table has columns for: of metrics and experiments the ones that a run has a value for. */
  readonly columns: readonly Field[]
  readonly tags: readonly string[]
  /** The values of a field as a query says them, the most frequent first. @default of all runs */
  countValues(field: Field, runs?: readonly RunWithFacts[]): CountedValue[]
  /** The field that a name means, or those that it could mean; none when it means nothing. */
  find(name: string): readonly Field[]
}

/** Other names of fields, as people type them. */
const aliases: Readonly<Record<string, string>> = {
  time: 'duration',
  data: 'dataset',
  epochs: 'epoch',
  steps: 'step',
  params: 'parameters',
  lr: 'learningRate',
  tag: 'tags',
  notes: 'note'
}

/** Knows the fields of these runs. Cheap enough to make anew whenever runs change. */
export function createVocabulary(runs: readonly RunWithFacts[]): Vocabulary {
  const configFields = listConfigKeys(runs).map(createConfigField)
  const shorts = new Set(fields.flatMap(({ configKey }) => configKey ?? []))
  const isThere = ({ value }: Field): boolean =>
    runs.some(({ record, facts }) => value(record, facts) !== null)
  return {
    fields: [...fields, ...metricFields, ...configFields],
    columns: [
      ...fields,
      ...metricFields.filter(isThere),
      ...configFields.filter(({ key }) => !shorts.has(key))
    ],
    tags: countValues(runs.flatMap(({ record }) => record.marks.tags)).map(({ value }) => value),
    countValues: ({ value, kind }, counted = runs) =>
      countValues(
        counted.flatMap(({ record, facts }) => {
          const found = value(record, facts)
          if (found === null) return kind === 'any' || kind === 'text' ? ['none'] : []
          return Array.isArray(found) ? (found as string[]) : [String(found)]
        })
      ),
    find: (name) => findFields(name, configFields)
  }
}

/** By its key or another name; else by the end of a path: `learningRate` of `training.optimizer.learningRate`. */
function findFields(name: string, configFields: readonly Field[]): readonly Field[] {
  const wanted = fold(name)
  const known = knownFields.get(wanted)
  if (known) return [known]
  const exact = configFields.find(({ key }) => fold(key) === wanted)
  if (exact) return [exact]
  return configFields.filter(({ key }) => {
    const path = fold(key)
    return path.endsWith(`.${wanted}`) || path.endsWith(`.${wanted}.kind`)
  })
}

const knownFields: ReadonlyMap<string, Field> = new Map([
  ...[...fields, ...metricFields].map((field) => [fold(field.key), field] as const),
  ...Object.entries(aliases).flatMap(([name, key]) => {
    const field = fields.find((one) => one.key === key)
    return field ? [[fold(name), field] as const] : []
  }),
  ...metricFields.flatMap((field) =>
    namesOfMetric(field.key).map((name) => [fold(name), field] as const)
  )
])

/** `validation.accuracy`, `val_accuracy` as Keras has it, and `.best` where that is meant anyway. */
function namesOfMetric(key: string): string[] {
  const names = [key]
  if (key.startsWith('val.')) names.push(`validation${key.slice(3)}`, `val_${key.slice(4)}`)
  const hasBest = !/\.(last|epoch)$/.test(key) && !key.startsWith('test.')
  return hasBest ? [...names, ...names.map((name) => `${name}.best`)] : names
}

function listConfigKeys(runs: readonly RunWithFacts[]): string[] {
  const keys = new Set<string>()
  for (const { facts } of runs) {
    if (facts) for (const key of Object.keys(facts.config)) keys.add(key)
  }
  return [...keys].sort()
}

function createConfigField(key: string): Field {
  return defineField({
    key,
    label: key.replace(/^(training|dataset|model|augmentation)\./, ''),
    help: `As the experiment has it: ${key}.`,
    kind: 'any',
    value: (_record, facts) => facts?.config[key]
  })
}

function countValues(values: readonly string[]): CountedValue[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
}
