/** Runs that differ in nothing but their seed: what they give on average says more than one of them. */
import type { Experiment } from '../experiment'
import { hash32 } from '../random'

/** Equal for two experiments that train the same from other random numbers, whatever they are called. */
export function seedlessKey(experiment: Experiment, datasetId: string): string {
  return `${datasetId}\n${documentKey(experiment)}`
}

/** Stands for `seedlessKey` where a whole document would be too much. */
export function seedlessHash(experiment: Experiment, datasetId: string): number {
  return hash32(seedlessKey(experiment, datasetId))
}

/** Of hundreds of compared runs each is asked for again whenever one of them changes. */
const documentKeys = new WeakMap<Experiment, string>()

function documentKey(experiment: Experiment): string {
  const known = documentKeys.get(experiment)
  if (known !== undefined) return known
  const { dataset, augmentation, model, initialWeights, training } = experiment
  const seedless = { ...training, seed: null, samplePredictions: null }
  const key = JSON.stringify(
    sortKeys({ dataset, augmentation, model, initialWeights, training: seedless })
  )
  documentKeys.set(experiment, key)
  return key
}

/** Objects with equal entries become equal texts. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Record<string, unknown>)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, sortKeys(one)]))
}
