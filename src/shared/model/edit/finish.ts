/** Brings a changed graph back into order: inputs before their use, one output, a drawing of what is there. */
import { keepKnown, type Drawing } from '../drawing'
import { findFollowing, findUsers, type ModelGraph, type ModelLayer } from '../graph'
import { sortByInputs } from '../read-connections'
import { namesOf } from './names'

/** @throws UserError when the layers go round in a circle. */
export function finish(
  graph: ModelGraph,
  { layers, drawing }: { layers: readonly ModelLayer[]; drawing?: Drawing | undefined }
): ModelGraph {
  const sorted = sortByInputs(layers)
  const { drawing: before, ...rest } = graph
  const wanted = drawing ?? before
  const kept = wanted && keepKnown(wanted, namesOf({ layers: sorted }))
  return {
    ...rest,
    layers: sorted,
    output: findOutput(graph, sorted),
    ...(kept && { drawing: kept })
  }
}

/** The end that there was, what now follows it, or the last end that the picture reaches. */
function findOutput(before: ModelGraph, layers: readonly ModelLayer[]): string {
  const users = findUsers({ layers })
  const ends = layers.filter(({ name }) => users.get(name)?.length === 0)
  if (ends.some(({ name }) => name === before.output)) return before.output
  const isThere = users.has(before.output)
  const fromOutput = isThere ? findFollowing(before.output, users) : null
  const fromInput = findFollowing(before.input, users)
  const best =
    ends.filter(({ name }) => fromOutput?.has(name)).at(-1) ??
    ends.filter(({ name }) => fromInput.has(name)).at(-1)
  return best?.name ?? before.input
}
