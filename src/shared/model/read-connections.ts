/** Reads how the layers of a Keras model are joined, in the words of Keras 2 and of Keras 3. */
import { UserError } from '../contract/define'
import { asRecord } from './as-record'
import type { ModelLayer } from './graph'

/** Reads `[[["conv", 0, 0, {}]]]`: which layers' outputs a layer takes. */
export function readInputs(nodes: unknown, name: string): string[] {
  if (!Array.isArray(nodes) || nodes.length === 0) return []
  if (nodes.length > 1) {
    throw new UserError(
      `Layer '${name}' is used ${nodes.length} times; shared layers are not read.`
    )
  }
  const [node] = nodes as unknown[]
  return Array.isArray(node) ? readKeras2Inputs(node, name) : readKeras3Inputs(node, name)
}

function readKeras2Inputs(node: readonly unknown[], name: string): string[] {
  // A layer with one input may have its connection without a list around it.
  const connections = typeof node[0] === 'string' ? [node] : node
  return connections.map((connection) => {
    const list = Array.isArray(connection) ? (connection as unknown[]) : []
    const [source, , , callArguments] = list
    refuseCallArguments(callArguments, name)
    if (typeof source === 'string') return source
    throw new UserError(`Layer '${name}': inbound_nodes is not a list of connections.`)
  })
}

/** Keras 3 writes the tensors themselves: `{args: [{class_name: '__keras_tensor__', config: {keras_history: [...]}}]}`. */
function readKeras3Inputs(node: unknown, name: string): string[] {
  const place = `Layer '${name}': inbound_nodes`
  const { args, kwargs } = asRecord(node, place)
  // Keras 3 also writes what a layer does by default, and tells it anew in each call whether it trains.
  refuseCallArguments({ ...(kwargs as object), training: null }, name)
  const first = Array.isArray(args) ? (args as unknown[])[0] : undefined
  const tensors = Array.isArray(first) ? (first as unknown[]) : [first]
  return tensors.map((tensor) => {
    const history = asRecord(asRecord(tensor, place).config, place).keras_history
    const source = Array.isArray(history) ? (history as unknown[])[0] : undefined
    if (typeof source === 'string') return source
    throw new UserError(`${place} is not a list of connections.`)
  })
}

/** `layer(x, training=True)` would be lost in silence. */
function refuseCallArguments(given: unknown, name: string): void {
  if (typeof given !== 'object' || given === null) return
  const [key, value] = Object.entries(given).find(([, one]) => one !== null) ?? []
  if (key === undefined) return
  throw new UserError(
    `Layer '${name}' is called with ${key} = ${JSON.stringify(value)}, which cannot be carried out. Call it with its inputs alone.`
  )
}

/** Reads `[["input_1", 0, 0]]` or Keras 3's `["input_1", 0, 0]`. */
export function readEnd(value: unknown, key: string, names: ReadonlySet<string>): string {
  const list = Array.isArray(value) ? (value as unknown[]) : []
  const ends = typeof list[0] === 'string' ? [list] : list
  if (ends.length !== 1) {
    throw new UserError(`model.config.${key} names ${ends.length} layers, expected one.`)
  }
  const name = Array.isArray(ends[0]) ? (ends[0] as unknown[])[0] : undefined
  if (typeof name === 'string' && names.has(name)) return name
  throw new UserError(`model.config.${key} names ${JSON.stringify(name)}, which is not a layer.`)
}

/** Every input before its use, otherwise in the order given. @throws UserError when the layers go round in a circle. */
export function sortByInputs(unsorted: readonly ModelLayer[]): ModelLayer[] {
  const sorted: ModelLayer[] = []
  const done = new Set<string>()
  const waiting = [...unsorted]
  while (waiting.length > 0) {
    const index = waiting.findIndex((layer) => layer.inputs.every((input) => done.has(input)))
    const [ready] = index < 0 ? [] : waiting.splice(index, 1)
    if (!ready) {
      throw new UserError(`The model has a cycle through '${waiting[0]?.name ?? ''}'.`)
    }
    sorted.push(ready)
    done.add(ready.name)
  }
  return sorted
}
