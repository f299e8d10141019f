/** Writes the parameters of a layer by Keras' names. */
import { layers } from '../layers'
import type { Param } from '../layers/params'
import { toSnakeCase, type ModelLayer } from './graph'

/** `write` puts one value into the form of the reader. */
export function writeParams(
  layer: ModelLayer,
  write: (param: Param<unknown>, value: unknown, key: string) => unknown
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(layers[layer.kind].params).map(([key, param]) => [
      param.kerasName ?? toSnakeCase(key),
      write(param, layer.params[key], key)
    ])
  )
}
