/** A model as this application knows it: layers of the table, joined by name. */
import type { LayerKind } from '../layers'

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
}

/** `Conv2D 'conv3'`: how messages name a layer. */
export function title(layer: Pick<ModelLayer, 'kind' | 'name'>): string {
  return `${layer.kind} '${layer.name}'`
}

/** Keras' spelling of a name: `kernelSize` to `kernel_size`. */
export function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
