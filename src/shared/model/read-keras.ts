/** Reads the JSON of Keras 2 and Keras 3: functional models and chains of layers. */
import { UserError } from '../contract/define'
import { layers, type LayerKind } from '../layers'
import { asRecord } from './as-record'
import { readDrawing } from './drawing'
import { title, type ModelGraph, type ModelLayer } from './graph'
import { readEnd, readInputs, sortByInputs } from './read-connections'
import { readParams } from './read-params'
import { toFunctionalConfig } from './read-sequential'

const MOST_LAYERS = 2000

/** What stands in a file of Keras, or in an experiment. */
export interface KerasDocument {
  readonly class_name: string
  readonly config: object
  readonly drawing?: unknown
}

/** @throws UserError that names the layer and what was expected. */
export function parseModel(model: KerasDocument): ModelGraph {
  const config = readModelConfig(model)
  const parsed = thaw(
    readEntries(config).map((entry, index) => parseLayer(entry, index)),
    config
  )
  const names = checkNames(parsed)
  const drawing = readDrawing(model.drawing, names)
  return {
    name: typeof config.name === 'string' ? config.name : 'model',
    layers: sortByInputs(parsed),
    input: readEnd(config.input_layers, 'input_layers', names),
    output: readEnd(config.output_layers, 'output_layers', names),
    ...(drawing && { drawing })
  }
}

/** A layer that cannot be represented, and the sentence why. */
export interface ModelProblem {
  /** Its name, or its place where it has none. */
  readonly layer: string
  readonly reason: string
}

/** Everything in a model that cannot be represented, by name; empty for one that can. */
export function findModelProblems(model: KerasDocument): ModelProblem[] {
  const entries = attempt(() => readEntries(readModelConfig(model)))
  if (entries instanceof UserError) return [{ layer: 'model', reason: entries.message }]
  const problems = entries.flatMap((entry, index) => {
    const layer = attempt(() => parseLayer(entry, index))
    return layer instanceof UserError
      ? [{ layer: nameOf(entry, index), reason: layer.message }]
      : []
  })
  if (problems.length > 0) return problems
  const whole = attempt(() => parseModel(model))
  return whole instanceof UserError ? [{ layer: 'model', reason: whole.message }] : []
}

/** The model without the layers that cannot be represented, joined around the gaps; null when nothing whole is left. */
export function parseWithoutProblems(model: KerasDocument): ModelGraph | null {
  const graph = attempt(() => bridgeProblems(readModelConfig(model)))
  return graph instanceof UserError ? null : graph
}

function bridgeProblems(config: Record<string, unknown>): ModelGraph {
  const left = new Map<string, string | undefined>()
  const parsed: ModelLayer[] = []
  readEntries(config).forEach((entry, index) => {
    const layer = attempt(() => parseLayer(entry, index))
    if (!(layer instanceof UserError)) return parsed.push(layer)
    const record = asRecord(entry, 'a layer')
    const name = nameOf(entry, index)
    const inputs = attempt(() => readInputs(record.inbound_nodes, name))
    left.set(name, inputs instanceof UserError ? undefined : inputs[0])
  })
  const resolve = (name: string, depth = 0): string | undefined => {
    if (!left.has(name) || depth > left.size) return name
    const before = left.get(name)
    return before === undefined ? undefined : resolve(before, depth + 1)
  }
  const joined = thaw(parsed, config).map((layer) => ({
    ...layer,
    inputs: layer.inputs.map((input) => resolve(input)).filter((one) => one !== undefined)
  }))
  const names = new Set([...checkNames(joined), ...left.keys()])
  const output = resolve(readEnd(config.output_layers, 'output_layers', names))
  const input = readEnd(config.input_layers, 'input_layers', checkNames(joined))
  if (output === undefined || output === input) throw new UserError('Nothing is left of the model.')
  return {
    name: typeof config.name === 'string' ? config.name : 'model',
    layers: sortByInputs(joined),
    input,
    output
  }
}

/** The value, or the sentence why there is none. */
function attempt<T>(read: () => T): T | UserError {
  try {
    return read()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

function nameOf(entry: unknown, index: number): string {
  const { name, config } = (typeof entry === 'object' && entry !== null ? entry : {}) as {
    name?: unknown
    config?: { name?: unknown } | null
  }
  const found = name ?? config?.name
  return typeof found === 'string' ? found.slice(0, 120) : `layers[${index}]`
}

function readEntries(config: Record<string, unknown>): unknown[] {
  const list = config.layers
  if (!Array.isArray(list) || list.length === 0) {
    throw new UserError('model.config.layers is not a list of layers.')
  }
  if (list.length > MOST_LAYERS) {
    throw new UserError(`The model has ${list.length} layers; at most ${MOST_LAYERS} are read.`)
  }
  return list as unknown[]
}

/** Keras: a model that is frozen as a whole freezes each of its layers. */
function thaw(layers: readonly ModelLayer[], config: Record<string, unknown>): ModelLayer[] {
  return readTrainable(config, 'model.config')
    ? [...layers]
    : layers.map((layer) => ({ ...layer, isTrainable: false }))
}

function readModelConfig(model: KerasDocument): Record<string, unknown> {
  const config = model.config as Record<string, unknown>
  if (model.class_name === 'Sequential') return toFunctionalConfig(config)
  if (model.class_name === 'Functional' || model.class_name === 'Model') return config
  throw new UserError(
    `model.class_name is ${JSON.stringify(model.class_name)}, expected "Functional": save the model with Keras' functional API.`
  )
}

/** Every name once, and every input there. */
function checkNames(parsed: readonly ModelLayer[]): ReadonlySet<string> {
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
  return names
}

function parseLayer(entry: unknown, index: number): ModelLayer {
  const place = `model.config.layers[${index}]`
  const record = asRecord(entry, place)
  const values = asRecord(record.config ?? {}, `${place}.config`)
  const name = record.name ?? values.name
  if (typeof name !== 'string' || !/^[\w./-]{1,120}$/.test(name)) {
    throw new UserError(
      `${place}.name is ${JSON.stringify(name)}, expected letters, digits, '_', '-', '.' or '/'.`
    )
  }
  const kind = readKind(record, name)
  return {
    name,
    kind,
    params: readParams(kind, name, values),
    isTrainable: readTrainable(values, title({ kind, name })),
    inputs: readInputs(record.inbound_nodes, name)
  }
}

/** The kind of a layer. @throws UserError that says why this one cannot be: code, a model within the model, unknown. */
function readKind(record: Record<string, unknown>, name: string): LayerKind {
  const className = record.class_name
  if (typeof className === 'string' && className.endsWith('Lambda')) {
    throw new UserError(
      `Layer '${name}' is a ${className}: it carries program code, which is never run from a file. Replace it with layers.`
    )
  }
  if (className === 'Functional' || className === 'Sequential' || className === 'Model') {
    throw new UserError(
      `Layer '${name}' is a model within the model, which is not read. Put its layers in its place.`
    )
  }
  if (isCustom(record)) {
    throw new UserError(
      `Layer '${name}' is a ${JSON.stringify(className)} of someone's own (${JSON.stringify(record.registered_name ?? record.module)}): its program code is not in the file, and would never be run from one. Replace it with layers of Keras.`
    )
  }
  if (typeof className !== 'string' || !Object.hasOwn(layers, className)) {
    throw new UserError(
      `Layer '${name}' is of the kind ${JSON.stringify(className)}, which is not known. Known kinds: ${Object.keys(layers).join(', ')}.`
    )
  }
  return className as LayerKind
}

/** Keras 3 says where a class comes from: `keras.layers`, or a module and a package of the user's. */
function isCustom({ module, registered_name: registeredName }: Record<string, unknown>): boolean {
  const isOfKeras =
    typeof module !== 'string' || /^(tensorflow\.(python\.)?|tf_)?keras\.(?!src\.ops)/.test(module)
  const isRegistered = typeof registeredName === 'string' && registeredName.includes('>')
  return !isOfKeras || isRegistered
}

function readTrainable({ trainable }: Record<string, unknown>, place: string): boolean {
  if (trainable === undefined || trainable === null) return true
  if (typeof trainable === 'boolean') return trainable
  throw new UserError(
    `${place}: trainable is ${JSON.stringify(trainable)}, expected true or false.`
  )
}
