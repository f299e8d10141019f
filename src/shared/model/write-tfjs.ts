/** Writes a graph for TensorFlow.js, which reads the words of Keras 2 and needs a seed in every random initialiser. */
import type { Initializer, Param } from '../layers/params'
import { hash32 } from '../random'
import type { ModelGraph, ModelLayer } from './graph'
import { writeParams } from './write-params'

/**
 * With a `seed`, every random initialiser that has none gets one that follows from the seed and the layer's name, so that
 * the same experiment starts from the same weights.
 */
export function toTfjsJson(
  graph: ModelGraph,
  { seed }: { seed?: number } = {}
): { class_name: string; config: Record<string, unknown> } {
  return {
    class_name: 'Functional',
    config: {
      name: graph.name,
      layers: graph.layers.map((layer) => ({
        class_name: layer.kind,
        name: layer.name,
        config: {
          name: layer.name,
          ...(layer.isTrainable ? {} : { trainable: false }),
          ...writeTfjsParams(layer, seed)
        },
        inbound_nodes:
          layer.inputs.length === 0 ? [] : [layer.inputs.map((input) => [input, 0, 0, {}])]
      })),
      input_layers: [[graph.input, 0, 0]],
      output_layers: [[graph.output, 0, 0]]
    }
  }
}

function writeTfjsParams(layer: ModelLayer, seed: number | undefined): Record<string, unknown> {
  const { batch_shape: shape, ...params } = writeParams(layer, (param, value, key) =>
    writeTfjsValue(param, value, seed === undefined ? null : `${seed}:${layer.name}:${key}`)
  )
  return shape === undefined ? params : { ...params, batch_input_shape: shape }
}

function writeTfjsValue(param: Param<unknown>, value: unknown, stream: string | null): unknown {
  if (param.type !== 'initializer') return param.write(value)
  const given = value as Initializer
  const { className, config } = stream === null ? given : seedInitializer(given, stream)
  return { class_name: className, config: { ...config } }
}

const UNSEEDED = new Set(['Zeros', 'Ones', 'Constant'])

function seedInitializer(value: Initializer, stream: string): Initializer {
  if (UNSEEDED.has(value.className) || typeof value.config.seed === 'number') return value
  return { ...value, config: { ...value.config, seed: hash32(stream) % 2147483647 } }
}
