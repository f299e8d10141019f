/** Writes a network down, layer by layer, as Keras' functional API does. */
import type { LayerKind } from '../layers'
import { createParams } from '../model/edit'
import type { ModelGraph, ModelLayer } from '../model'

export type LayerSettings = Readonly<Record<string, unknown>>

export interface GraphBuilder {
  /** Adds a layer behind the last one, or behind those of `from`; returns its name. */
  add(kind: LayerKind, name: string, settings?: LayerSettings, from?: readonly string[]): string
  /** The last layer that was added. */
  readonly last: string
  build(): ModelGraph
}

/** Begins with an input of `[height, width, channels]`, named 'image'. */
export function createGraph(name: string, inputShape: readonly number[]): GraphBuilder {
  const input = 'image'
  const layers: ModelLayer[] = []
  let last = input

  function add(
    kind: LayerKind,
    layerName: string,
    settings: LayerSettings = {},
    from: readonly string[] = [last]
  ): string {
    const params = { ...createParams(kind), ...settings }
    layers.push({ name: layerName, kind, params, isTrainable: true, inputs: from })
    last = layerName
    return layerName
  }

  add('InputLayer', input, { shape: inputShape }, [])
  return {
    add,
    get last() {
      return last
    },
    build: () => ({ name, layers, input, output: last })
  }
}

/** `[3, 3]` and 'same': most convolutions of pictures. */
export const same = (filters: number, size = 3): LayerSettings => ({
  filters,
  kernelSize: [size, size],
  padding: 'same'
})
