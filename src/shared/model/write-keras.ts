/** Writes a graph as the JSON of Keras 3, as its own `model.to_json()` does. */
import { layers } from '../layers'
import type { Param } from '../layers/params'
import type { Shape } from '../layers/layer'
import { analyzeModel } from './analyze'
import type { Drawing } from './drawing'
import type { ModelGraph, ModelLayer } from './graph'
import { writeParams } from './write-params'

/** A model in Keras' words. */
export interface KerasModel {
  readonly module: string
  readonly class_name: string
  readonly config: Record<string, unknown>
  readonly registered_name: string
}

/** The model as an experiment keeps it: Keras' JSON, and beside it how a person drew it. */
export function toModelDocument(graph: ModelGraph): KerasModel & { drawing?: Drawing } {
  return { ...toKerasJson(graph), ...(graph.drawing && { drawing: graph.drawing }) }
}

export function toKerasJson(graph: ModelGraph): KerasModel {
  const shapes = new Map(
    analyzeModel(graph).layers.map(({ layer, outputShape }) => [layer.name, outputShape])
  )
  return {
    // Keras 3 finds a class by its module.
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: graph.name,
      trainable: true,
      layers: graph.layers.map((layer) => writeLayer(layer, shapes)),
      input_layers: [[graph.input, 0, 0]],
      output_layers: [[graph.output, 0, 0]]
    },
    registered_name: 'Functional'
  }
}

function writeLayer(layer: ModelLayer, shapes: ReadonlyMap<string, Shape | null>) {
  const isInput = layer.kind === 'InputLayer'
  return {
    module: 'keras.layers',
    class_name: layer.kind,
    config: {
      name: layer.name,
      ...(isInput ? { dtype: 'float32' } : { ...writeTrainable(layer), dtype }),
      ...writeParams(layer, writeValue)
    },
    registered_name: null,
    name: layer.name,
    inbound_nodes: layer.inputs.length === 0 ? [] : [writeNode(layer, shapes)]
  }
}

/** Keras' constructors of these do not know the word. */
const withoutTrainable: ReadonlySet<string> = new Set(['SpatialDropout2D'])

function writeTrainable({ kind, isTrainable }: ModelLayer) {
  return withoutTrainable.has(kind) ? {} : { trainable: isTrainable }
}

const dtype = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null
}

/** A layer that joins branches takes a list of them; the others take one tensor. */
function writeNode({ inputs, kind }: ModelLayer, shapes: ReadonlyMap<string, Shape | null>) {
  const tensors = inputs.map((name) => ({
    class_name: '__keras_tensor__',
    config: {
      shape: [null, ...(shapes.get(name) ?? [])],
      dtype: 'float32',
      keras_history: [name, 0, 0]
    }
  }))
  const isJoin = layers[kind].category === 'merge'
  return { args: isJoin ? [tensors] : tensors, kwargs: {} }
}

const modules: Partial<Record<Param<unknown>['type'], string>> = {
  initializer: 'keras.initializers',
  regularizer: 'keras.regularizers'
}

function writeValue(param: Param<unknown>, value: unknown): unknown {
  const written = param.write(value)
  const module = modules[param.type]
  return module && written !== null
    ? { module, ...(written as object), registered_name: null }
    : written
}
