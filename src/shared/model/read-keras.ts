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

/** @throws UserError that names the layer and what was expected. */
export function parseModel(model: {
  class_name: string
  config: object
  drawing?: unknown
}): ModelGraph {
  const config = readModelConfig(model)
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

function readModelConfig(model: { class_name: string; config: object }): Record<string, unknown> {
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
