/** A model as this application knows it: layers of the table, joined by name. */
import type { LayerKind } from '../layers'
import type { Drawing } from './drawing'

/** One layer of a graph. `inputs` are the names of the layers whose outputs it takes. */
export interface ModelLayer {
  readonly name: string
  readonly kind: LayerKind
  readonly params: Readonly<Record<string, unknown>>
  /** False for a frozen layer: training leaves its weights, and the statistics it has gathered, as they are. */
  readonly isTrainable: boolean
  readonly inputs: readonly string[]
}

/** Layers in an order in which every input comes before its use; one input, one output. */
export interface ModelGraph {
  readonly name: string
  readonly layers: readonly ModelLayer[]
  readonly input: string
  readonly output: string
  /** How a person drew it; absent where nobody did. Nothing that is trained depends on it. */
  readonly drawing?: Drawing
}

/** `Conv2D 'conv3'`: how messages name a layer. */
export function title(layer: Pick<ModelLayer, 'kind' | 'name'>): string {
  return `${layer.kind} '${layer.name}'`
}

/** Keras' spelling of a name: `kernelSize` to `kernel_size`. */
export function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The names of the layers that take the output of each layer. */
export function findUsers(graph: Pick<ModelGraph, 'layers'>): ReadonlyMap<string, string[]> {
  const users = new Map<string, string[]>(graph.layers.map(({ name }) => [name, []]))
  for (const { name, inputs } of graph.layers) {
    for (const input of new Set(inputs)) users.get(input)?.push(name)
  }
  return users
}

/** A layer, and all that its output flows through. */
export function findFollowing(
  name: string,
  users: ReadonlyMap<string, readonly string[]>
): ReadonlySet<string> {
  const reached = new Set([name])
  // A set gives what is added to it while it is gone through.
  for (const one of reached) for (const user of users.get(one) ?? []) reached.add(user)
  return reached
}

export function findLayer(graph: Pick<ModelGraph, 'layers'>, name: string): ModelLayer | null {
  return graph.layers.find((layer) => layer.name === name) ?? null
}
