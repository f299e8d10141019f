/** Gathers every tensor that a checkpoint keeps, and puts them back by name. */
import { UserError } from '@shared/contract/define'
import { formatShape } from '@shared/layers/layer'
import type { Network } from '../build-model'
import type { CallbackMemory } from '../epoch-callbacks'
import type { Optimizer } from '../optimizers/optimizer'
import { assignValues, assignWeights, copyWeights, type WeightCopy } from '../weights'

/** Weights, what the optimizer remembers of each, and the weights that callbacks keep. */
export function gatherTensors(
  network: Network,
  optimizer: Optimizer,
  kept: CallbackMemory['kept']
): WeightCopy[] {
  return [
    ...gatherWeights(network),
    ...copySlots(network, optimizer),
    ...kept.flatMap((weights, index) =>
      (weights ?? []).map((copy) => renamed(copy, keptName(index, copy.name)))
    )
  ]
}

/** The weights alone, by the names that a checkpoint gives them. */
export function gatherWeights(network: Network): WeightCopy[] {
  return copyWeights(network).map((copy) => renamed(copy, `weight/${copy.name}`))
}

/** Puts weights and optimizer slots back. @throws UserError when they are another network's. */
export function assignTensors(
  network: Network,
  optimizer: Optimizer,
  tensors: readonly WeightCopy[]
): void {
  const weights = findWeights(network, tensors)
  const slots = copySlots(network, optimizer).map((own) => findAlike(tensors, own.name, own).values)
  assignWeights(network, weights)
  listSlots(network, optimizer).forEach(({ variable }, index) => {
    assignValues(variable, slots[index] as Float32Array)
  })
  optimizer.takeBackSlots()
}

/** The weights of a network among tensors, in its order. @throws UserError when they are another network's. */
export function findWeights(network: Network, tensors: readonly WeightCopy[]): WeightCopy[] {
  return copyWeights(network).map((own) => findAlike(tensors, `weight/${own.name}`, own))
}

/**
 * Puts back the weights, and the optimizer's memory where all of it is there: a part of it would be wrong, because what
 * begins at zero is corrected by the count of steps. @returns whether it was. @throws UserError when the weights are
 * another network's.
 */
export function inheritTensors(
  network: Network,
  optimizer: Optimizer,
  tensors: readonly WeightCopy[]
): boolean {
  const weights = findWeights(network, tensors)
  assignWeights(network, weights)
  const known = new Map(tensors.map((one) => [one.name, one.values]))
  const slots = listSlots(network, optimizer)
  const isWhole = slots.every(({ name }) => known.has(name))
  for (const { name, variable } of isWhole ? slots : []) {
    assignValues(variable, known.get(name) as Float32Array)
  }
  optimizer.takeBackSlots()
  return isWhole
}

/** The weights that callbacks keep; null for each that keeps none. */
export function findKeptWeights(
  network: Network,
  tensors: readonly WeightCopy[],
  callbackCount: number
): CallbackMemory['kept'] {
  const own = copyWeights(network)
  return Array.from({ length: callbackCount }, (_, index) => {
    const hasKept = tensors.some(({ name }) => name === keptName(index, own[0]?.name ?? ''))
    return hasKept
      ? own.map((one) => renamed(findAlike(tensors, keptName(index, one.name), one), one.name))
      : null
  })
}

function copySlots(network: Network, optimizer: Optimizer): WeightCopy[] {
  const copies = listSlots(network, optimizer).map(({ name, variable }) => ({
    name,
    shape: variable.shape,
    values: variable.dataSync<'float32'>()
  }))
  optimizer.takeBackSlots()
  return copies
}

/** Named after the weight that they belong to, so that they find it among others, too. */
function listSlots({ model }: Network, { slots }: Optimizer) {
  return Object.entries(slots).flatMap(([slot, variables]) =>
    variables.map((variable, index) => ({
      name: `slot/${slot}/${model.trainableWeights[index]?.originalName ?? index}`,
      variable
    }))
  )
}

function findAlike(
  tensors: readonly WeightCopy[],
  name: string,
  { shape }: Pick<WeightCopy, 'shape'>
): WeightCopy {
  const found = tensors.find((one) => one.name === name)
  if (found && found.shape.join() === shape.join()) return found
  throw new UserError(
    `The weights do not fit this experiment: ${name} is ${found ? formatShape(found.shape) : 'missing'}, expected ${formatShape(shape)}.`
  )
}

function keptName(index: number, name: string): string {
  return `kept/${index}/${name}`
}

function renamed(copy: WeightCopy, name: string): WeightCopy {
  return { ...copy, name }
}
