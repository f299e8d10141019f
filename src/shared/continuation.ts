/** Going on from a run with other settings: what may differ, what does, and what that means for the place to go on from. */
import { completeAugmentation } from './augmentation'
import type { Experiment } from './experiment'
import { formatShape, type WeightSpec } from './layers/layer'
import { analyzeModel, parseModel } from './model'

/** Why `child` cannot go on with the weights of `parent`, as a sentence; null when it can. */
export function findContinuationError(parent: Experiment, child: Experiment): string | null {
  const [before, after] = [listWeights(parent), listWeights(child)]
  for (const [name, shape] of after) {
    const known = before.get(name)
    if (known === shape) continue
    return known === undefined
      ? `The weights "${name}" are not in the network it goes on from. Keep the architecture, or train from scratch.`
      : `The weights "${name}" are ${shape}, but ${known} in the network it goes on from. Keep the architecture, or train from scratch.`
  }
  const lost = [...before.keys()].find((name) => !after.has(name))
  return lost === undefined
    ? null
    : `The weights "${lost}" have no place in the new network. Keep the architecture, or train from scratch.`
}

/** What is different, one phrase each: "training.optimizer.learningRate 0.001 → 0.0005", "layer dropout: rate 0.25 → 0.5". */
export function describeDifferences(parent: Experiment, child: Experiment): string[] {
  const [before, after] = [flattenExperiment(parent), flattenExperiment(child)]
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  return paths.flatMap((path) => {
    const [from, to] = [before.get(path) ?? 'none', after.get(path) ?? 'none']
    return from === to ? [] : [`${path} ${from} → ${to}`]
  })
}

/** Whether both take the same batches in the same order, so that one can go on in the middle of the other's epoch. */
export function hasSameBatches(parent: Experiment, child: Experiment): boolean {
  const describe = ({ dataset, training: { batchSize, shuffle, seed } }: Experiment) =>
    JSON.stringify([dataset, batchSize, shuffle, seed])
  return describe(parent) === describe(child)
}

/** `conv2d/kernel` to `[3, 3, 3, 32]`. */
function listWeights({ model }: Experiment): Map<string, string> {
  const { layers } = analyzeModel(parseModel(model))
  return new Map(
    layers.flatMap(({ layer, weights }) =>
      weights.map(({ name, shape }: WeightSpec) => [`${layer.name}/${name}`, formatShape(shape)])
    )
  )
}

/** Settings that decide how it trains, by their path; names, notes and pictures shown meanwhile are left out. */
function flattenExperiment({ dataset, augmentation, model, training }: Experiment) {
  const decisive = Object.entries(training).filter(([key]) => key !== 'samplePredictions')
  const layers = parseModel(model).layers.flatMap(({ name, params, isTrainable }) => [
    ...flatten({ ...params, trainable: isTrainable }, `layer ${name}: `)
  ])
  return new Map([
    ...flatten({
      dataset,
      // A setting that is left out is the same as one that changes nothing.
      augmentation: completeAugmentation(augmentation),
      training: Object.fromEntries(decisive)
    }),
    ...layers
  ])
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]])
  }
  const isRoot = path === '' || path.endsWith(': ')
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...flatten(inner, isRoot ? `${path}${key}` : `${path}.${key}`)
    ])
  )
}
