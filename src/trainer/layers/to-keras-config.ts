/** A layer's configuration in Keras' words again: TensorFlow.js turns its names around when it reads a model. */
import { toSnakeCase } from '@shared/model/graph'

/** `{ sharedAxes: [1] }` to `{ shared_axes: [1] }`, at every depth; names of initialisers and classes stay. */
export function toKerasConfig(config: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [toSnakeCase(key), toKerasValue(value)])
  )
}

function toKerasValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toKerasValue)
  // 'fanOut' was 'fan_out'; 'GlorotUniform' was always that.
  if (typeof value === 'string') return /^[a-z]/.test(value) ? toSnakeCase(value) : value
  return typeof value === 'object' && value !== null ? toKerasConfig(value) : value
}
