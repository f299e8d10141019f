/** Adding, removing, moving and copying layers. Every function gives a new graph and leaves the old one as it was. */
import { UserError } from '../../contract/define'
import type { LayerKind } from '../../layers'
import { findLayer, title, type ModelGraph, type ModelLayer } from '../graph'
import { finish } from './finish'
import { findFreeName, nameOfKind, namesOf } from './names'
import { createParams } from './start-params'
import type { Place } from '../drawing'
import { placeLayers } from './drawing'

/** A changed graph, and the layers that are new in it. */
export interface Added {
  readonly graph: ModelGraph
  readonly names: readonly string[]
}

export interface NewLayer {
  readonly kind: LayerKind
  readonly params?: Readonly<Record<string, unknown>>
}

/**
 * Puts a new layer behind another one: whatever took that one's output takes the new one's. `after` null leaves it loose,
 * `before` names the only user that is moved, for a layer that is put into one connection.
 */
export function addLayer(
  graph: ModelGraph,
  { kind, params = {} }: NewLayer,
  {
    after,
    before = null,
    place = null
  }: { after: string | null; before?: string | null; place?: Place | null }
): Added {
  const name = findFreeName(nameOfKind(kind), namesOf(graph))
  const layer: ModelLayer = {
    name,
    kind,
    params: { ...createParams(kind), ...params },
    isTrainable: true,
    inputs: after === null ? [] : [after]
  }
  const others =
    after === null
      ? graph.layers
      : graph.layers.map((one) =>
          before === null || one.name === before ? replaceInput(one, after, name) : one
        )
  const added = finish(graph, { layers: insertAfter(others, after, [layer]) })
  return { graph: place ? placeLayers(added, { [name]: place }) : added, names: [name] }
}

/** Takes layers out; what took their output takes what they took. @throws UserError for the input. */
export function removeLayers(graph: ModelGraph, names: readonly string[]): ModelGraph {
  refuseInput(graph, names)
  return finish(graph, { layers: bridge(graph, names) })
}

/** Takes layers out and puts them behind another one, in their order. @throws UserError for the input. */
export function moveLayers(graph: ModelGraph, names: readonly string[], after: string): ModelGraph {
  refuseInput(graph, names)
  if (names.includes(after)) return graph
  const moved = graph.layers.filter(({ name }) => names.includes(name))
  const rest = { ...graph, layers: bridge(graph, names) }
  return insertChain(rest, moved, after).graph
}

/** Copies layers and puts the copies behind the last of them. */
export function duplicateLayers(graph: ModelGraph, names: readonly string[]): Added {
  const copied = graph.layers.filter(({ name }) => names.includes(name))
  const last = copied.at(-1)
  if (!last) return { graph, names: [] }
  return insertChain(graph, renameApart(copied, namesOf(graph)), last.name)
}

/** Puts layers that may be joined among themselves behind `after`, under names of their own. The input is left out. */
export function insertLayers(
  graph: ModelGraph,
  given: readonly ModelLayer[],
  after: string
): Added {
  return insertChain(graph, renameApart(given, namesOf(graph)), after)
}

/** Layers as they are, their names free already, behind `after`. */
function insertChain(graph: ModelGraph, given: readonly ModelLayer[], after: string): Added {
  const chain = given.filter(({ kind }) => kind !== 'InputLayer')
  const own = new Set(chain.map(({ name }) => name))
  const [first] = chain
  if (!first) return { graph, names: [] }
  const joined = chain.map((layer) => ({ ...layer, inputs: joinInputs(layer, own, after) }))
  const end = findEnd(joined)
  const others = graph.layers.map((one) => replaceInput(one, after, end))
  const layers = insertAfter(others, after, joined)
  return { graph: finish(graph, { layers }), names: joined.map(({ name }) => name) }
}

/** What came from outside comes from `after` now: one connection of it for what several outside gave. */
function joinInputs(layer: ModelLayer, own: ReadonlySet<string>, after: string): string[] {
  const inputs = layer.inputs.map((input) => (own.has(input) ? input : after))
  return inputs.length === 0 ? [after] : [...new Set(inputs)]
}

/** The last of some layers that none of them takes. */
function findEnd(layers: readonly ModelLayer[]): string {
  const taken = new Set(layers.flatMap(({ inputs }) => inputs))
  return layers.filter(({ name }) => !taken.has(name)).at(-1)?.name ?? layers[0]?.name ?? ''
}

function renameApart(given: readonly ModelLayer[], taken: Set<string>): ModelLayer[] {
  const renamed = new Map<string, string>()
  for (const { name } of given) {
    const free = findFreeName(name, taken)
    taken.add(free)
    renamed.set(name, free)
  }
  const rename = (name: string) => renamed.get(name) ?? name
  return given.map((layer) => ({
    ...layer,
    name: rename(layer.name),
    inputs: layer.inputs.map(rename)
  }))
}

/** The layers without some of them: each connection through a removed layer goes on to what that one took first. */
function bridge(graph: ModelGraph, names: readonly string[]): ModelLayer[] {
  const gone = new Set(names)
  const resolve = (name: string): string | null => {
    if (!gone.has(name)) return name
    const [input] = findLayer(graph, name)?.inputs ?? []
    return input === undefined ? null : resolve(input)
  }
  return graph.layers
    .filter(({ name }) => !gone.has(name))
    .map((layer) => {
      if (!layer.inputs.some((input) => gone.has(input))) return layer
      const inputs = layer.inputs.map(resolve).filter((input): input is string => input !== null)
      return { ...layer, inputs: [...new Set(inputs)] }
    })
}

function refuseInput(graph: ModelGraph, names: readonly string[]): void {
  if (!names.includes(graph.input)) return
  throw new UserError(
    `${title({ kind: 'InputLayer', name: graph.input })} is where the pictures enter; it stays. Change its shape instead.`
  )
}

function replaceInput(layer: ModelLayer, from: string, to: string): ModelLayer {
  if (!layer.inputs.includes(from)) return layer
  return { ...layer, inputs: layer.inputs.map((input) => (input === from ? to : input)) }
}

function insertAfter(
  layers: readonly ModelLayer[],
  after: string | null,
  added: readonly ModelLayer[]
): ModelLayer[] {
  const index = after === null ? layers.length : layers.findIndex(({ name }) => name === after) + 1
  return [...layers.slice(0, index), ...added, ...layers.slice(index)]
}
