/** Changing what layers are: their parameters, their names, whether they are trained. */
import { layers } from '../../layers'
import type { ModelGraph, ModelLayer } from '../graph'
import { finish } from './finish'
import { checkName, namesOf } from './names'

/** Sets one parameter of every named layer that has it. */
export function setParam(
  graph: ModelGraph,
  names: readonly string[],
  key: string,
  value: unknown
): ModelGraph {
  return changeLayers(graph, names, (layer) =>
    Object.hasOwn(layers[layer.kind].params, key)
      ? { ...layer, params: { ...layer.params, [key]: value } }
      : layer
  )
}

/** Freezes layers, or lets them learn. */
export function setTrainable(
  graph: ModelGraph,
  names: readonly string[],
  isTrainable: boolean
): ModelGraph {
  return changeLayers(graph, names, (layer) => ({ ...layer, isTrainable }))
}

/** @throws UserError when a layer cannot be called so. */
export function renameLayer(graph: ModelGraph, before: string, after: string): ModelGraph {
  if (before === after) return graph
  checkName(after, namesOf(graph))
  const rename = (name: string) => (name === before ? after : name)
  const { drawing } = graph
  return finish(
    { ...graph, input: rename(graph.input), output: rename(graph.output) },
    {
      layers: graph.layers.map((layer) => ({
        ...layer,
        name: rename(layer.name),
        inputs: layer.inputs.map(rename)
      })),
      drawing: drawing && {
        places: Object.fromEntries(
          Object.entries(drawing.places).map(([name, place]) => [rename(name), place])
        ),
        blocks: drawing.blocks.map((block) => ({ ...block, layers: block.layers.map(rename) }))
      }
    }
  )
}

function changeLayers(
  graph: ModelGraph,
  names: readonly string[],
  change: (layer: ModelLayer) => ModelLayer
): ModelGraph {
  const chosen = new Set(names)
  return {
    ...graph,
    layers: graph.layers.map((layer) => (chosen.has(layer.name) ? change(layer) : layer))
  }
}
