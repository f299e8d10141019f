/** What can be changed of an experiment that goes on, as fields: from the tables of optimizers and losses, and its layers. */
import { losses, lossKeys } from '@shared/losses'
import { analyzeModel, parseModel } from '@shared/model'
import type { Experiment } from '@shared/experiment'
import { optimizers, optimizerSchema, type OptimizerKey } from '@shared/optimizers'
import { describeSplit } from '@shared/split-words'
import { getPath, listLayerEntries, setPath, type Draft, type DraftPath } from './experiment-draft'

export interface DraftField {
  /** The path of its value, as `training.epochs`: errors are found by it. */
  readonly id: string
  readonly label: string
  readonly input:
    | { readonly kind: 'number' }
    | { readonly kind: 'flag' }
    | {
        readonly kind: 'choice'
        readonly choices: readonly { readonly value: string; readonly label: string }[]
      }
  readonly value: unknown
  write(draft: Draft, value: unknown): Draft
}

export interface FieldSection {
  readonly title: string
  readonly fields: readonly DraftField[]
}

/** Keras' own example, and the lecture's. */
const FIRST_VALIDATION_FRACTION = 0.2

/** The fields of a draft as it is now. `parent` is what it began with: choosing its kind again brings its settings back. */
export function listFields(draft: Draft, parent: Experiment): FieldSection[] {
  return [
    { title: 'Training', fields: listTrainingFields(draft, parent) },
    { title: 'Optimizer', fields: listOptimizerFields(draft, parent) },
    { title: 'Dropout', fields: listDropoutFields(draft) },
    { title: 'Frozen layers', fields: listFrozenFields(draft, parent) }
  ].filter(({ fields }) => fields.length > 0)
}

function listTrainingFields(draft: Draft, parent: Experiment): DraftField[] {
  const { validation } = parent.dataset
  const fraction =
    validation.kind === 'last-fraction' ? validation.fraction : FIRST_VALIDATION_FRACTION
  const splitPath: DraftPath = ['dataset', 'validation', 'fraction']
  const hasFraction = getPath(draft, splitPath) !== undefined
  /** Splits that are drawn can be kept; they are made on the page of the data. */
  const isDrawn = validation.kind === 'stratified' || validation.kind === 'k-fold'
  const chooseSplit = (kind: unknown) => {
    if (kind === 'none') return { kind }
    return kind === validation.kind ? validation : { kind: 'last-fraction', fraction }
  }
  return [
    numberField(draft, ['training', 'epochs'], 'Epochs in all'),
    {
      ...numberField(draft, ['dataset', 'validation', 'kind'], 'Validation'),
      input: {
        kind: 'choice',
        choices: [
          { value: 'none', label: 'none' },
          { value: 'last-fraction', label: 'last part of the training pictures' },
          ...(isDrawn ? [{ value: validation.kind, label: describeSplit(validation) }] : [])
        ]
      },
      write: (before, kind) => setPath(before, ['dataset', 'validation'], chooseSplit(kind))
    },
    ...(hasFraction ? [numberField(draft, splitPath, 'Validation split')] : []),
    numberField(draft, ['training', 'batchSize'], 'Batch size'),
    {
      ...numberField(draft, ['training', 'loss'], 'Loss'),
      input: {
        kind: 'choice',
        choices: lossKeys.map((key) => ({ value: key, label: losses[key].label }))
      }
    },
    numberField(draft, ['training', 'labelSmoothing'], 'Label smoothing')
  ]
}

function listOptimizerFields(draft: Draft, parent: Experiment): DraftField[] {
  const path: DraftPath = ['training', 'optimizer']
  const kind = getPath(draft, [...path, 'kind']) as OptimizerKey
  const settings = Object.keys(optimizers[kind].schema.shape).filter((key) => key !== 'kind')
  const own = parent.training.optimizer
  return [
    {
      ...numberField(draft, [...path, 'kind'], 'Kind'),
      input: {
        kind: 'choice',
        choices: Object.entries(optimizers).map(([value, { label }]) => ({ value, label }))
      },
      write: (before, chosen) =>
        setPath(before, path, chosen === own.kind ? own : optimizerSchema.parse({ kind: chosen }))
    },
    ...settings.map((key): DraftField => {
      const field = numberField(draft, [...path, key], toWords(key))
      return typeof field.value === 'boolean' ? { ...field, input: { kind: 'flag' } } : field
    })
  ]
}

function listDropoutFields(draft: Draft): DraftField[] {
  return listLayerEntries(draft).flatMap(({ className, name, path }) =>
    className === 'Dropout' ? [numberField(draft, [...path, 'rate'], `Rate of ${name}`)] : []
  )
}

/** A frozen layer keeps its weights as they are: Keras' `trainable: false`. */
function listFrozenFields(draft: Draft, parent: Experiment): DraftField[] {
  const weighty = findLayersWithWeights(parent)
  return listLayerEntries(draft).flatMap(({ name, path }): DraftField[] => {
    if (!weighty.has(name)) return []
    const trainablePath = [...path, 'trainable']
    return [
      {
        id: trainablePath.join('.'),
        label: name,
        input: { kind: 'flag' },
        value: getPath(draft, trainablePath) === false,
        write: (before, isFrozen) => setPath(before, trainablePath, isFrozen !== true)
      }
    ]
  })
}

function findLayersWithWeights({ model }: Experiment): Set<string> {
  const { layers } = analyzeModel(parseModel(model))
  return new Set(layers.flatMap(({ layer, weights }) => (weights.length > 0 ? [layer.name] : [])))
}

/** What is typed becomes a number as soon as it is one. */
function numberField(draft: Draft, path: DraftPath, label: string): DraftField {
  return {
    id: path.join('.'),
    label,
    input: { kind: 'number' },
    value: getPath(draft, path),
    write: (before, value) => setPath(before, path, readNumber(value))
  }
}

function readNumber(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  return Number.isNaN(number) ? value : number
}

/** `weightDecay` as `Weight decay`. */
function toWords(key: string): string {
  const words = key.replace(/[A-Z0-9]+/g, (part) => ` ${part.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
