/** An experiment as one value a path, so that runs can be searched, sorted and told apart by any of them. */
import { augmentations, type AugmentationKey } from './augmentation'
import type { CallbackSettings } from './callbacks'
import type { Experiment } from './experiment'
import type { ConfigValue } from './run-facts'
import { summarizeModel } from './summarize-model'

export type Config = Record<string, ConfigValue>

/**
 * Every value of an experiment but its name and description: `training.optimizer.learningRate`. What there may be none of
 * (a schedule, clipping) is null at its `kind`; a list is one text, `accuracy, f1`; each augmentation and each callback
 * has a place of its own; of the model there is what `summarizeModel` says.
 */
export function flattenConfig(experiment: Experiment): Config {
  const { dataset, training, augmentation = {}, initialWeights, model } = experiment
  const { callbacks, schedule, gradientClipping, ...settings } = training
  return {
    ...flatten('dataset', dataset),
    ...flatten('training', settings),
    ...flatten('training.schedule', schedule ?? { kind: null }),
    ...flatten('training.gradientClipping', gradientClipping ?? { kind: null }),
    ...flattenCallbacks(callbacks),
    ...flattenAugmentation(augmentation),
    'initialWeights.source': initialWeights?.source ?? null,
    ...summarizeModel(model)
  }
}

/** What is left out changes nothing, so a value that changes nothing is left out as well. */
function flattenAugmentation(settings: NonNullable<Experiment['augmentation']>): Config {
  const entries = Object.entries(settings) as [AugmentationKey, unknown][]
  return Object.fromEntries(
    entries
      .map(([key, value]) => [key, toConfigValue(value)] as const)
      .filter(([key, value]) => value !== toConfigValue(augmentations[key].neutral))
      .map(([key, value]) => [`augmentation.${key}`, value])
  )
}

/** By kind: a second one of a kind is `early-stopping 2`. */
function flattenCallbacks(callbacks: readonly CallbackSettings[]): Config {
  const counts = new Map<string, number>()
  return Object.assign(
    {},
    ...callbacks.map(({ kind, ...settings }) => {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return flatten(`training.callbacks.${count === 1 ? kind : `${kind} ${count}`}`, settings)
    })
  ) as Config
}

function flatten(path: string, value: unknown): Config {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { [path]: toConfigValue(value) }
  }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flatten(`${path}.${key}`, inner))
  ) as Config
}

function toConfigValue(value: unknown): ConfigValue {
  if (Array.isArray(value)) return value.map((one) => String(toConfigValue(one))).join(', ')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return (value ?? null) as ConfigValue
}
