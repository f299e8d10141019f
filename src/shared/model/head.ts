/** The end of a classifier: whether it goes with the classes of a data set and with a loss. */
import { layers } from '../layers'
import { formatShape, type Shape } from '../layers/layer'
import type { ModelAnalysis } from './analyze'
import { title, type ModelGraph, type ModelLayer } from './graph'

/** What does not fit at the end of a network. */
export interface HeadFault {
  readonly topic: 'end-shape' | 'units' | 'head'
  /** A sentence that names the layer to change. */
  readonly message: string
}

/** What the end of a network is for. */
export interface HeadPurpose {
  readonly classCount: number
  readonly head: 'softmax' | 'sigmoid'
}

/** Checks a model against a data set's classes; the sentences name the layer to change. Empty when it fits. */
export function findHeadErrors(
  graph: ModelGraph,
  analysis: ModelAnalysis,
  purpose: HeadPurpose
): string[] {
  return findHeadFaults(graph, analysis, purpose).map(({ message }) => message)
}

export function findHeadFaults(
  graph: ModelGraph,
  analysis: ModelAnalysis,
  { classCount, head }: HeadPurpose
): HeadFault[] {
  const last = graph.layers.find((layer) => layer.name === graph.output)
  if (!last || !analysis.outputShape) return []
  const faults = [
    findUnitsFault(analysis.outputShape, { classCount, head }),
    findActivationFault(headActivation(last), head) ?? findEarlyFault(graph, last)
  ]
  return faults.flatMap((fault) =>
    fault ? [{ ...fault, message: `${title(last)}: ${fault.message}` }] : []
  )
}

function findUnitsFault(output: Shape, { classCount, head }: HeadPurpose): HeadFault | null {
  if (output.length !== 1) {
    return {
      topic: 'end-shape',
      message: `gives ${formatShape(output)}, but a classifier ends in one number a class. Insert Flatten or GlobalAveragePooling2D before the last Dense layer.`
    }
  }
  const [units] = output
  const allowsOne = head === 'sigmoid' && classCount === 2
  if (units === classCount || (allowsOne && units === 1)) return null
  return {
    topic: 'units',
    message: `gives ${units} values, but the data set has ${classCount} classes. Set its units to ${classCount}.`
  }
}

function findActivationFault(activation: string, head: string): HeadFault | null {
  if (activation === head || activation === 'linear') return null
  return {
    topic: 'head',
    message: `ends in '${activation}', but the loss needs '${head}'. Change its activation or the loss.`
  }
}

/** What stands behind softmax: the loss applies its own to whatever comes last. */
function findEarlyFault(graph: ModelGraph, last: ModelLayer): HeadFault | null {
  const early = findEarlyHead(graph, last)
  if (!early) return null
  return {
    topic: 'head',
    message: `stands behind the ${headActivation(early)} of ${title(early)}, which the loss would apply a second time. Remove it, or put it before.`
  }
}

/** The layer with softmax or sigmoid that only layers without weights follow; null when there is none. */
export function findEarlyHead(graph: ModelGraph, last: ModelLayer): ModelLayer | null {
  let layer = last
  while (isPassive(layer)) {
    const [input] = layer.inputs
    const before = graph.layers.find(({ name }) => name === input)
    if (!before) return null
    if (/^(softmax|sigmoid)$/.test(headActivation(before))) return before
    layer = before
  }
  return null
}

/** True for a layer that changes no answer into another: what came before it is still what the network says. */
function isPassive({ kind, inputs }: ModelLayer): boolean {
  const { category } = layers[kind]
  return inputs.length === 1 && /^(activation|regularisation|shape)$/.test(category)
}

/** The activation in which a layer ends. A linear end gives logits, and the loss's own head is applied to them. */
export function headActivation(layer: ModelLayer): string {
  if (layer.kind === 'Softmax') return 'softmax'
  const { activation } = layer.params
  return typeof activation === 'string' ? activation : 'linear'
}
