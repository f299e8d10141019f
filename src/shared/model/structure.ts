/** How the layers hang together: one way in, one way out, nothing loose. */
import { findUsers, title, type ModelGraph, type ModelLayer } from './graph'

/** What is fed with pictures beside the input of the model, which nothing here does; by name, with a sentence. */
export function findSecondInputs(graph: ModelGraph): ReadonlyMap<string, string> {
  return new Map(
    graph.layers
      .filter(({ kind, name }) => kind === 'InputLayer' && name !== graph.input)
      .map((layer) => [
        layer.name,
        `${title(layer)}: is a second input; a network here has one, '${graph.input}'. Remove it.`
      ])
  )
}

/** For each layer that hangs wrongly, the sentence why and what to do. */
export function findStructureErrors(graph: ModelGraph): ReadonlyMap<string, string> {
  const users = findUsers(graph)
  return new Map(
    graph.layers.flatMap((layer) => {
      const isUsed = (users.get(layer.name)?.length ?? 0) > 0
      const error = findError(layer, graph, isUsed)
      return error === null ? [] : [[layer.name, `${title(layer)}: ${error}`] as const]
    })
  )
}

function findError(layer: ModelLayer, graph: ModelGraph, isUsed: boolean): string | null {
  if (layer.kind === 'InputLayer') return null
  if (layer.inputs.length === 0) {
    return 'is not connected. Connect it to the layer whose output it takes, or remove it.'
  }
  if (!isUsed && layer.name !== graph.output) {
    return `is a second end; a network here has one output, '${graph.output}'. Join the two with Add or Concatenate, or remove it.`
  }
  return null
}
