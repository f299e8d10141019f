/** An experiment while it is being changed: plain JSON that may be wrong for a moment, and what is wrong with it. */
import { completeAugmentation } from '@shared/augmentation'
import { hasSameBatches } from '@shared/continuation'
import { experimentSchema, type Experiment } from '@shared/experiment'
import { describeExpectation } from '@shared/experiment-issues'
import { dropout } from '@shared/layers/dropout'
import { ParamError } from '@shared/layers/params'
import type { CheckpointPlace } from '@shared/run'

/** A number that is not one yet is kept as it was typed. */
export type Draft = Readonly<Record<string, unknown>>
export type DraftPath = readonly (string | number)[]

export interface CheckedDraft {
  /** Null while something is wrong. */
  readonly experiment: Experiment | null
  /** What is wrong, by the path of its field, as `training.epochs`. */
  readonly errors: ReadonlyMap<string, string>
}

/** What the dialog begins with: the parent's experiment with what is filled in. */
export function createDraft(
  experiment: Experiment,
  { epochs, learningRate }: { epochs: number; learningRate: number }
): Draft {
  const draft = structuredClone(experiment) as unknown as Draft
  const withEpochs = setPath(draft, ['training', 'epochs'], epochs)
  return setPath(withEpochs, ['training', 'optimizer', 'learningRate'], learningRate)
}

export function getPath(draft: unknown, path: DraftPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    draft
  )
}

/** A draft with another value at `path`; everything beside the path is shared with the one before. */
export function setPath<T>(draft: T, path: DraftPath, value: unknown): T {
  const [key, ...rest] = path
  if (key === undefined) return value as T
  const inner = setPath((draft as Record<string | number, unknown>)[key], rest, value)
  if (Array.isArray(draft)) {
    return draft.map((entry: unknown, index) => (index === key ? inner : entry)) as T
  }
  return { ...draft, [key]: inner }
}

export function checkDraft(draft: Draft, place: CheckpointPlace): CheckedDraft {
  const errors = new Map(findLayerErrors(draft))
  const parsed = experimentSchema.safeParse(draft)
  for (const issue of parsed.error?.issues ?? []) {
    errors.set(issue.path.join('.'), `Expected ${describeExpectation(issue)}.`)
  }
  if (parsed.success && parsed.data.training.epochs < place.epoch) {
    errors.set('training.epochs', `Expected at least ${place.epoch}: ${countDone(place)} done.`)
  }
  return { experiment: parsed.success && errors.size === 0 ? parsed.data : null, errors }
}

/** What follows from the changes and is easily overlooked, as sentences. */
export function describeConsequences(
  parent: Experiment,
  child: Experiment,
  { epoch, batch }: CheckpointPlace
): string[] {
  const isOtherOptimizer = parent.training.optimizer.kind !== child.training.optimizer.kind
  return [
    ...(batch > 0 && !hasSameBatches(parent, child)
      ? [`Epoch ${epoch} begins anew, because its batches are others now.`]
      : []),
    ...(isOtherOptimizer ? ['The new optimizer begins without memory.'] : []),
    ...(describeStandardization(parent) === describeStandardization(child)
      ? []
      : ['The pictures are standardised otherwise: the network has to get used to other values.'])
  ]
}

function describeStandardization({ augmentation }: Experiment): string {
  const { featurewise_center, featurewise_std_normalization } = completeAugmentation(augmentation)
  return `${featurewise_center} ${featurewise_std_normalization}`
}

/** The layers as Keras wrote them, and where their settings are. */
export function listLayerEntries(
  draft: Draft
): { className: string; name: string; path: DraftPath }[] {
  const entries = getPath(draft, LAYERS)
  if (!Array.isArray(entries)) return []
  return entries.map((entry: unknown, index) => ({
    className: String(getPath(entry, ['class_name'])),
    name: String(getPath(entry, ['name']) ?? getPath(entry, ['config', 'name'])),
    path: [...LAYERS, index, 'config']
  }))
}

const LAYERS: DraftPath = ['model', 'config', 'layers']

/** The settings of layers that can be changed here are no part of the schema. */
function findLayerErrors(draft: Draft): [path: string, error: string][] {
  return listLayerEntries(draft).flatMap(({ className, path }) => {
    if (className !== 'Dropout') return []
    const ratePath = [...path, 'rate']
    try {
      dropout.params.rate.read(getPath(draft, ratePath))
      return []
    } catch (error) {
      if (!(error instanceof ParamError)) throw error
      return [[ratePath.join('.'), `${capitalize(error.message)}.`]]
    }
  })
}

function countDone({ epoch }: CheckpointPlace): string {
  return epoch === 2 ? '1 is' : `${epoch - 1} are`
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
