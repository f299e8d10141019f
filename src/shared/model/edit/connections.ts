/** Drawing and removing connections. */
import { UserError } from '../../contract/define'
import { layers } from '../../layers'
import { findFollowing, findLayer, findUsers, title, type ModelGraph } from '../graph'
import { finish } from './finish'

/** The layers whose outputs could go into `to`. */
export function findPossibleInputs(graph: ModelGraph, to: string): string[] {
  const following = findFollowing(to, findUsers(graph))
  return graph.layers
    .map(({ name }) => name)
    .filter((name) => findConnectionError(graph, name, to, following) === null)
}

/** Why `from` cannot go into `to`, as a sentence; null when it can. */
export function findConnectionError(
  graph: ModelGraph,
  from: string,
  to: string,
  following = findFollowing(to, findUsers(graph))
): string | null {
  const [source, target] = [findLayer(graph, from), findLayer(graph, to)]
  if (!source || !target) return 'One of the two layers is not there any more.'
  if (target.kind === 'InputLayer')
    return `${title(target)} takes no input: the pictures enter there.`
  if (following.has(from)) {
    return `${title(source)} already depends on ${title(target)}: the connection would go round in a circle.`
  }
  if (target.inputs.includes(from)) return `${title(target)} already takes ${title(source)}.`
  return null
}

/** A layer that joins branches takes one more input; every other takes this one in place of its own. @throws UserError */
export function connectLayers(graph: ModelGraph, from: string, to: string): ModelGraph {
  const error = findConnectionError(graph, from, to)
  if (error !== null) throw new UserError(error)
  return changeInputs(graph, to, (inputs, isJoin) => (isJoin ? [...inputs, from] : [from]))
}

export function disconnectLayers(graph: ModelGraph, from: string, to: string): ModelGraph {
  return changeInputs(graph, to, (inputs) => inputs.filter((input) => input !== from))
}

/** Takes `next` in place of `before`. @throws UserError */
export function replaceConnection(
  graph: ModelGraph,
  { from, to, next }: { from: string; to: string; next: string }
): ModelGraph {
  const error = findConnectionError(graph, next, to)
  if (error !== null) throw new UserError(error)
  return changeInputs(graph, to, (inputs) => inputs.map((input) => (input === from ? next : input)))
}

function changeInputs(
  graph: ModelGraph,
  name: string,
  change: (inputs: readonly string[], isJoin: boolean) => readonly string[]
): ModelGraph {
  return finish(graph, {
    layers: graph.layers.map((layer) =>
      layer.name === name
        ? { ...layer, inputs: change(layer.inputs, layers[layer.kind].category === 'merge') }
        : layer
    )
  })
}
