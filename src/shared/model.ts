/** A model graph: read from Keras JSON, checked layer by layer, counted, and written back for TensorFlow.js. */
import { UserError } from './contract/define'
import { layers, type LayerKind } from './layers'
import { countElements, formatShape, LayerError, type Shape, type WeightSpec } from './layers/layer'
import { ParamError, type Initializer } from './layers/params'
import { hash32 } from './random'

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

/** What one layer gives and costs, or why it cannot be. */
export interface LayerAnalysis {
  readonly layer: ModelLayer
  /** Null when this layer or one before it has an error. */
  readonly outputShape: Shape | null
  readonly weights: readonly WeightSpec[]
  readonly trainableParameters: number
  readonly nonTrainableParameters: number
  /** Multiply-adds of one example, forward. */
  readonly multiplyAdds: number
  /** A sentence that names the layer, what arrived and what to do; null when all is well. */
  readonly error: string | null
}

export interface ModelAnalysis {
  readonly layers: readonly LayerAnalysis[]
  readonly inputShape: Shape
  /** Null when the model has errors. */
  readonly outputShape: Shape | null
  readonly parameters: number
  readonly trainableParameters: number
  readonly nonTrainableParameters: number
  readonly multiplyAdds: number
  readonly errors: readonly string[]
}

const MOST_LAYERS = 2000

/**
 * Keys that change nothing here: randomness follows the experiment's own seed, numbers are float32, and the momentum of
 * a renormalisation that is off.
 */
const IGNORED_KEYS = new Set([
  'name',
  'trainable',
  'dtype',
  'seed',
  'build_config',
  'renorm_momentum'
])

/** Reads Keras functional JSON. @throws UserError that names the layer and what was expected. */
export function parseModel(model: { class_name: string; config: object }): ModelGraph {
  const { class_name: className } = model
  const config = model.config as Record<string, unknown>
  if (className !== 'Functional' && className !== 'Model') {
    throw new UserError(
      `model.class_name is ${JSON.stringify(className)}, expected "Functional": save the model with Keras' functional API.`
    )
  }
  const list = config.layers
  if (!Array.isArray(list) || list.length === 0) {
    throw new UserError('model.config.layers is not a list of layers.')
  }
  if (list.length > MOST_LAYERS) {
    throw new UserError(`The model has ${list.length} layers; at most ${MOST_LAYERS} are read.`)
  }
  // Keras: a model that is frozen as a whole freezes each of its layers.
  const isFrozen = !readTrainable(config, 'model.config')
  const parsed = list
    .map((entry, index) => parseLayer(entry, index))
    .map((layer) => (isFrozen ? { ...layer, isTrainable: false } : layer))
  const names = new Set<string>()
  for (const { name } of parsed) {
    if (names.has(name)) throw new UserError(`Two layers are named '${name}'.`)
    names.add(name)
  }
  for (const layer of parsed) {
    const missing = layer.inputs.find((input) => !names.has(input))
    if (missing !== undefined) {
      throw new UserError(
        `${title(layer)}: takes its input from '${missing}', which does not exist.`
      )
    }
  }
  return {
    name: typeof config.name === 'string' ? config.name : 'model',
    layers: sortByInputs(parsed),
    input: readEnd(config.input_layers, 'input_layers', names),
    output: readEnd(config.output_layers, 'output_layers', names)
  }
}

function parseLayer(entry: unknown, index: number): ModelLayer {
  const place = `model.config.layers[${index}]`
  const {
    class_name: className,
    config,
    name: outerName,
    inbound_nodes: nodes
  } = asRecord(entry, place)
  const values = asRecord(config ?? {}, `${place}.config`)
  const name = outerName ?? values.name
  if (typeof name !== 'string' || !/^[\w./-]{1,120}$/.test(name)) {
    throw new UserError(
      `${place}.name is ${JSON.stringify(name)}, expected letters, digits, '_', '-', '.' or '/'.`
    )
  }
  if (className === 'Lambda') {
    throw new UserError(
      `Layer '${name}' is a Lambda: it carries program code, which is never run from a file. Replace it with layers.`
    )
  }
  if (typeof className !== 'string' || !Object.hasOwn(layers, className)) {
    throw new UserError(
      `Layer '${name}' is of the kind ${JSON.stringify(className)}, which is not known. Known kinds: ${Object.keys(layers).join(', ')}.`
    )
  }
  const kind = className as LayerKind
  return {
    name,
    kind,
    params: readParams(kind, name, values),
    isTrainable: readTrainable(values, title({ kind, name })),
    inputs: readInputs(nodes, name)
  }
}

function readTrainable({ trainable }: Record<string, unknown>, place: string): boolean {
  if (trainable === undefined || trainable === null) return true
  if (typeof trainable === 'boolean') return trainable
  throw new UserError(
    `${place}: trainable is ${JSON.stringify(trainable)}, expected true or false.`
  )
}

function readParams(
  kind: LayerKind,
  name: string,
  values: Record<string, unknown>
): Record<string, unknown> {
  const table = layers[kind].params
  const params: Record<string, unknown> = {}
  const knownKeys = new Set<string>()
  for (const [key, param] of Object.entries(table)) {
    const kerasKey = param.kerasName ?? toSnakeCase(key)
    const found = [kerasKey, ...(aliases[kerasKey] ?? [])].find((one) => Object.hasOwn(values, one))
    knownKeys.add(kerasKey)
    if (found !== undefined) knownKeys.add(found)
    const value = found === undefined ? undefined : values[found]
    if (value === undefined || value === null) {
      if (param.default !== undefined) params[key] = param.default
      else throw new UserError(`${kind} '${name}': ${kerasKey} is missing. ${param.help}`)
      continue
    }
    try {
      params[key] = param.read(value)
    } catch (error) {
      if (error instanceof ParamError) {
        throw new UserError(`${kind} '${name}': ${kerasKey}: ${error.message}.`)
      }
      throw error
    }
  }
  for (const [key, value] of Object.entries(values)) {
    if (knownKeys.has(key) || IGNORED_KEYS.has(key) || isHarmless(key, value)) continue
    throw new UserError(
      `${kind} '${name}': ${key} = ${JSON.stringify(value)} cannot be carried out. Remove it from the model.`
    )
  }
  return params
}

/** Names that other versions of Keras use for the same thing. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  batch_input_shape: ['batch_shape']
}

/** Keras writes every argument, also those left alone; these values ask for nothing. */
function isHarmless(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return true
  const neutral: Readonly<Record<string, unknown>> = {
    data_format: 'channels_last',
    groups: 1,
    keepdims: false,
    optional: false,
    renorm: false,
    synchronized: false,
    fused: true,
    sparse: false,
    ragged: false,
    negative_slope: 0,
    threshold: 0
  }
  if (key === 'dilation_rate') return JSON.stringify(value) === '[1,1]' || value === 1
  if (key === 'axis') return value === -1 || JSON.stringify(value) === '[3]' || value === 3
  return Object.hasOwn(neutral, key) && neutral[key] === value
}

/** Reads `[[["conv", 0, 0, {}]]]`: which layers' outputs a layer takes. */
function readInputs(nodes: unknown, name: string): string[] {
  if (!Array.isArray(nodes) || nodes.length === 0) return []
  if (nodes.length > 1) {
    throw new UserError(
      `Layer '${name}' is used ${nodes.length} times; shared layers are not read.`
    )
  }
  const [node] = nodes as unknown[]
  if (Array.isArray(node)) {
    return node.map((connection) => {
      const [source] = Array.isArray(connection) ? (connection as unknown[]) : []
      if (typeof source === 'string') return source
      throw new UserError(`Layer '${name}': inbound_nodes is not a list of connections.`)
    })
  }
  return readKeras3Inputs(node, name)
}

/** Keras 3 writes the tensors themselves: `{args: [{class_name: '__keras_tensor__', config: {keras_history: [...]}}]}`. */
function readKeras3Inputs(node: unknown, name: string): string[] {
  const args = asRecord(node, `Layer '${name}': inbound_nodes`).args
  const first = Array.isArray(args) ? (args as unknown[])[0] : undefined
  const tensors = Array.isArray(first) ? (first as unknown[]) : [first]
  return tensors.map((tensor) => {
    const { config } = asRecord(tensor, `Layer '${name}': inbound_nodes`)
    const history = asRecord(config, `Layer '${name}': inbound_nodes`).keras_history
    const source = Array.isArray(history) ? (history as unknown[])[0] : undefined
    if (typeof source === 'string') return source
    throw new UserError(`Layer '${name}': inbound_nodes is not a list of connections.`)
  })
}

/** Reads `[["input_1", 0, 0]]` or Keras 3's `["input_1", 0, 0]`. */
function readEnd(value: unknown, key: string, names: ReadonlySet<string>): string {
  const list = Array.isArray(value) ? (value as unknown[]) : []
  const ends = typeof list[0] === 'string' ? [list] : list
  if (ends.length !== 1) {
    throw new UserError(`model.config.${key} names ${ends.length} layers, expected one.`)
  }
  const name = Array.isArray(ends[0]) ? (ends[0] as unknown[])[0] : undefined
  if (typeof name === 'string' && names.has(name)) return name
  throw new UserError(`model.config.${key} names ${JSON.stringify(name)}, which is not a layer.`)
}

function sortByInputs(unsorted: readonly ModelLayer[]): ModelLayer[] {
  const sorted: ModelLayer[] = []
  const done = new Set<string>()
  let waiting = [...unsorted]
  while (waiting.length > 0) {
    const ready = waiting.filter((layer) => layer.inputs.every((input) => done.has(input)))
    if (ready.length === 0) {
      throw new UserError(`The model has a cycle through '${waiting[0]?.name ?? ''}'.`)
    }
    for (const layer of ready) {
      sorted.push(layer)
      done.add(layer.name)
    }
    waiting = waiting.filter((layer) => !done.has(layer.name))
  }
  return sorted
}

/** Infers every shape and counts every cost; errors stay with the layer that causes them. */
export function analyzeModel(graph: ModelGraph): ModelAnalysis {
  const shapes = new Map<string, Shape | null>()
  const analyses = graph.layers.map((layer) => {
    const inputs = layer.inputs.map((input) => shapes.get(input) ?? null)
    const analysis = analyzeLayer(layer, inputs)
    shapes.set(layer.name, analysis.outputShape)
    return analysis
  })
  const sum = (pick: (one: LayerAnalysis) => number) =>
    analyses.reduce((total, one) => total + pick(one), 0)
  const trainableParameters = sum((one) => one.trainableParameters)
  const nonTrainableParameters = sum((one) => one.nonTrainableParameters)
  return {
    layers: analyses,
    inputShape: shapes.get(graph.input) ?? [],
    outputShape: shapes.get(graph.output) ?? null,
    parameters: trainableParameters + nonTrainableParameters,
    trainableParameters,
    nonTrainableParameters,
    multiplyAdds: sum((one) => one.multiplyAdds),
    errors: analyses.flatMap(({ error }) => (error === null ? [] : [error]))
  }
}

/** A tensor of more elements than this cannot be indexed by TensorFlow's 32-bit kernels. */
const MOST_ELEMENTS = 2 ** 31 - 1

function analyzeLayer(layer: ModelLayer, inputs: readonly (Shape | null)[]): LayerAnalysis {
  const nothing = {
    layer,
    outputShape: null,
    weights: [],
    trainableParameters: 0,
    nonTrainableParameters: 0,
    multiplyAdds: 0
  }
  const known = inputs.filter((input): input is Shape => input !== null)
  if (known.length < inputs.length) return { ...nothing, error: null }
  const definition = layers[layer.kind]
  try {
    const params = layer.params as never
    const outputShape = definition.outputShape(params, known)
    const weights = definition
      .weights(params, known)
      .map((one) => ({ ...one, isTrainable: one.isTrainable && layer.isTrainable }))
    const largest = Math.max(
      countElements(outputShape),
      ...weights.map((one) => countElements(one.shape))
    )
    if (largest > MOST_ELEMENTS) {
      throw new LayerError(
        `would make a tensor of ${largest} values, at most ${MOST_ELEMENTS} fit.`
      )
    }
    const count = (isTrainable: boolean) =>
      weights
        .filter((one) => one.isTrainable === isTrainable)
        .reduce((total, one) => total + countElements(one.shape), 0)
    return {
      layer,
      outputShape,
      weights,
      trainableParameters: count(true),
      nonTrainableParameters: count(false),
      multiplyAdds: definition.multiplyAdds(params, known, outputShape),
      error: null
    }
  } catch (error) {
    if (error instanceof LayerError)
      return { ...nothing, error: `${title(layer)}: ${error.message}` }
    throw error
  }
}

/** Checks a model against a data set's classes; the sentences name the layer to change. Empty when it fits. */
export function findHeadErrors(
  graph: ModelGraph,
  analysis: ModelAnalysis,
  { classCount, head }: { classCount: number; head: 'softmax' | 'sigmoid' }
): string[] {
  const last = graph.layers.find((layer) => layer.name === graph.output)
  if (!last || !analysis.outputShape) return []
  const [units] = analysis.outputShape
  const errors: string[] = []
  const allowsOne = head === 'sigmoid' && classCount === 2
  if (analysis.outputShape.length !== 1) {
    errors.push(
      `${title(last)}: gives ${formatShape(analysis.outputShape)}, but a classifier ends in one number a class. Insert Flatten or GlobalAveragePooling2D before the last Dense layer.`
    )
  } else if (units !== classCount && !(allowsOne && units === 1)) {
    errors.push(
      `${title(last)}: gives ${units} values, but the data set has ${classCount} classes. Set its units to ${classCount}.`
    )
  }
  const activation = headActivation(last)
  if (activation !== head && activation !== 'linear') {
    errors.push(
      `${title(last)}: ends in '${activation}', but the loss needs '${head}'. Change its activation or the loss.`
    )
  }
  return errors
}

/** The activation in which a layer ends. A linear end gives logits, and the loss's own head is applied to them. */
export function headActivation(layer: ModelLayer): string {
  if (layer.kind === 'Softmax') return 'softmax'
  const { activation } = layer.params
  return typeof activation === 'string' ? activation : 'linear'
}

/**
 * Writes the graph as Keras functional JSON. With a `seed`, every random initialiser that has none gets one that
 * follows from the seed and the layer's name, so that the same experiment starts from the same weights.
 */
export function toKerasJson(
  graph: ModelGraph,
  { seed }: { seed?: number } = {}
): { module: string; class_name: string; config: Record<string, unknown> } {
  return {
    // Keras 3 finds a class by its module; without it only tfjs and Keras 2 would open the model.
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: graph.name,
      layers: graph.layers.map((layer) => ({
        class_name: layer.kind,
        name: layer.name,
        config: {
          name: layer.name,
          ...(layer.isTrainable ? {} : { trainable: false }),
          ...writeParams(layer, seed)
        },
        inbound_nodes:
          layer.inputs.length === 0 ? [] : [layer.inputs.map((input) => [input, 0, 0, {}])]
      })),
      input_layers: [[graph.input, 0, 0]],
      output_layers: [[graph.output, 0, 0]]
    }
  }
}

function writeParams(layer: ModelLayer, seed: number | undefined): Record<string, unknown> {
  const table = layers[layer.kind].params
  return Object.fromEntries(
    Object.entries(table).map(([key, param]) => {
      const value = layer.params[key]
      const seeded =
        param.type === 'initializer' && seed !== undefined
          ? seedInitializer(value as Initializer, `${seed}:${layer.name}:${key}`)
          : value
      return [param.kerasName ?? toSnakeCase(key), param.write(seeded)]
    })
  )
}

const UNSEEDED = new Set(['Zeros', 'Ones', 'Constant'])

function seedInitializer(value: Initializer, stream: string): Initializer {
  if (UNSEEDED.has(value.className) || typeof value.config.seed === 'number') return value
  return { ...value, config: { ...value.config, seed: hash32(stream) % 2147483647 } }
}

/** `Conv2D 'conv3'`: how messages name a layer. */
export function title(layer: Pick<ModelLayer, 'kind' | 'name'>): string {
  return `${layer.kind} '${layer.name}'`
}

function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function asRecord(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new UserError(`${place} is ${JSON.stringify(value)}, expected an object.`)
}
