/** A network as Python: Keras' functional API, one line a layer, only what differs from Keras' defaults. */
import { layers } from '../layers'
import type { Initializer, Param, Regularizer } from '../layers/params'
import { toSnakeCase, type ModelGraph, type ModelLayer } from '../model'
import { call, indent, isIdentifier, literal } from './python-text'

/** `def build_model(): ...`. `missingHead` is the activation that a network which ends in logits is given. */
export function writeModelFunction(
  graph: ModelGraph,
  { missingHead }: { missingHead: string | null }
): string[] {
  const names = nameVariables(graph)
  const last = names.get(graph.output) ?? 'inputs'
  const ending =
    missingHead === null
      ? []
      : [
          '# The network ends in logits; training adds what its loss needs.',
          `${last} = layers.Activation(${literal(missingHead)}, name="probabilities")(${last})`
        ]
  const body = [
    ...graph.layers.map((layer) => writeLayer(layer, names)),
    ...ending,
    `return keras.Model(${names.get(graph.input) ?? 'inputs'}, ${last}, name=${literal(graph.name)})`
  ]
  return ['def build_model():', '    """The network, with new weights."""', ...indent(body)]
}

/** A variable for each layer: its name where Python allows it. */
function nameVariables({ layers: all }: ModelGraph): ReadonlyMap<string, string> {
  const taken = new Set(['keras', 'layers', 'np', 'tf'])
  return new Map(
    all.map(({ name }) => {
      const cleaned = name.replace(/\W/g, '_')
      const wanted = isIdentifier(cleaned) ? cleaned : `layer_${cleaned}`
      let variable = wanted
      for (let number = 2; taken.has(variable); number++) variable = `${wanted}_${number}`
      taken.add(variable)
      return [name, variable]
    })
  )
}

function writeLayer(layer: ModelLayer, names: ReadonlyMap<string, string>): string {
  const variable = names.get(layer.name) ?? 'x'
  if (layer.kind === 'InputLayer') {
    const { shape } = layer.params
    return `${variable} = ${call('keras.Input', { shape: literal(shape), name: literal(toKerasLayerName(layer.name)) })}`
  }
  const inputs = layer.inputs.map((input) => names.get(input) ?? input)
  const isJoin = layers[layer.kind].category === 'merge'
  const given = isJoin ? `[${inputs.join(', ')}]` : inputs.join(', ')
  return `${variable} = ${call(`layers.${layer.kind}`, writeKeywords(layer))}(${given})`
}

/** Keras has no slash in a name. */
export function toKerasLayerName(name: string): string {
  return name.replaceAll('/', '.')
}

function writeKeywords(layer: ModelLayer): Record<string, string> {
  const keywords: Record<string, string> = {}
  const table = layers[layer.kind].params as Readonly<Record<string, Param<unknown>>>
  for (const [key, param] of Object.entries(table)) {
    const value = layer.params[key]
    // Keras has no default for the pool of an average.
    const isDefault = JSON.stringify(value) === JSON.stringify(param.default)
    if (isDefault && key !== 'poolSize') continue
    keywords[param.kerasName ?? toSnakeCase(key)] = writeValue(param, value)
  }
  // Keras' own constructor of this one does not know the word.
  if (!layer.isTrainable && layer.kind !== 'SpatialDropout2D') keywords.trainable = 'False'
  return { ...keywords, name: literal(toKerasLayerName(layer.name)) }
}

function writeValue(param: Param<unknown>, value: unknown): string {
  if (value === null) return 'None'
  if (param.type === 'initializer') {
    const { className, config } = value as Initializer
    const keywords = Object.fromEntries(
      Object.entries(config).map(([key, one]) => [key, literal(one)])
    )
    return call(`keras.initializers.${className.replace('LeCun', 'Lecun')}`, keywords)
  }
  if (param.type === 'regularizer') {
    const { l1, l2 } = value as Regularizer
    return call('keras.regularizers.L1L2', { l1: literal(l1), l2: literal(l2) })
  }
  return literal(param.write(value))
}
