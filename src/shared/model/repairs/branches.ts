/** Branches that do not meet. */
import { layers } from '../../layers'
import type { Shape } from '../../layers/layer'
import {
  connectLayers,
  disconnectLayers,
  findConnectionError,
  replaceConnection
} from '../edit/connections'
import { addLayer, removeLayers } from '../edit/layers'
import { findLayer, title, type ModelGraph } from '../graph'
import { shapeOf, type Candidate, type Repair, type Trouble } from './repair'

/** Branches of two shapes: a convolution of 1x1 brings one of them to the shape of the other. */
export const projectBranch: Repair = (trouble) => {
  const { layer, inputs } = trouble
  if (layers[layer.kind].category !== 'merge') return []
  return inputs.flatMap((target, index) => {
    const odd = inputs.findIndex((shape) => String(shape) !== String(target))
    if (!target || odd < 0 || odd === index) return []
    return project(trouble, { from: layer.inputs[odd], shape: inputs[odd] ?? null, target })
  })
}

function project(
  { graph, layer }: Trouble,
  { from, shape, target }: { from: string | undefined; shape: Shape | null; target: Shape }
): Candidate[] {
  if (from === undefined || shape?.length !== 3 || target.length !== 3) return []
  const strides = [0, 1].map((axis) => Math.ceil((shape[axis] ?? 1) / (target[axis] ?? 1)))
  // Concatenate lays feature maps side by side: only their height and width must agree.
  const filters = layer.kind === 'Concatenate' ? shape[2] : target[2]
  const params = { filters, kernelSize: [1, 1], strides, padding: 'same' }
  const step = strides.some((one) => one > 1) ? `, strides ${strides.join('×')}` : ''
  return [
    {
      label: `Conv2D 1×1${step} on '${from}'`,
      change: () =>
        addLayer(graph, { kind: 'Conv2D', params }, { after: from, before: layer.name }).graph
    }
  ]
}

/** A join with one branch: the nearest layer before it of the same shape is a shortcut. */
export const connectShortcut: Repair = ({ graph, analysis, layer, inputs }) => {
  const isJoin = layers[layer.kind].category === 'merge'
  if (!isJoin || layer.inputs.length > 1) return []
  const own = graph.layers.findIndex(({ name }) => name === layer.name)
  const fitting = graph.layers
    .slice(0, own)
    .filter(({ name }) => findConnectionError(graph, name, layer.name) === null)
    .filter(({ name }) => String(shapeOf(analysis, name)) === String(inputs[0]))
  return fitting
    .reverse()
    .slice(0, 2)
    .map(({ name }) => ({
      label: `Connect '${name}' too`,
      change: () => connectLayers(graph, name, layer.name)
    }))
}

/** A loose layer: it goes behind the end of the network, or before its last layer. */
export const connectLoose: Repair = ({ graph, layer }) => {
  if (layer.inputs.length > 0 || layer.kind === 'InputLayer') return []
  const { output } = graph
  const [before] = findLayer(graph, output)?.inputs ?? []
  const connect = (from: string) => () => connectLayers(graph, from, layer.name)
  return [
    { label: `Connect behind '${output}'`, change: connect(output) },
    ...(before === undefined
      ? []
      : [
          {
            label: `Put before '${output}'`,
            change: () =>
              replaceConnection(connect(before)(), { from: before, to: output, next: layer.name })
          }
        ])
  ]
}

/** A second end: it is joined with the first. */
export const joinEnds: Repair = ({ graph, analysis, layer }) => {
  const isSecondEnd = layer.name !== graph.output && layer.kind !== 'InputLayer'
  const isLoose = layer.inputs.length === 0
  const isUsed = graph.layers.some(({ inputs }) => inputs.includes(layer.name))
  if (!isSecondEnd || isLoose || isUsed) return []
  const [one, other] = [shapeOf(analysis, graph.output), shapeOf(analysis, layer.name)]
  if (!one || !other) return []
  const kinds =
    String(one) === String(other) ? (['Add', 'Concatenate'] as const) : (['Concatenate'] as const)
  return kinds.map((kind) => {
    const join = (): { graph: ModelGraph; names: readonly string[] } => {
      const added = addLayer(graph, { kind }, { after: graph.output })
      return { ...added, graph: connectLayers(added.graph, layer.name, added.names[0] ?? '') }
    }
    return {
      label: `Join both with ${kind}`,
      change: () => join().graph,
      shows: () => join().names[0] ?? layer.name
    }
  })
}

/** What has no place goes. */
export const removeLayer: Repair = ({ graph, layer }) =>
  layer.name === graph.input
    ? []
    : [
        {
          label: `Remove ${title(layer)}`,
          change: () => removeLayers(graph, [layer.name]),
          // What the layers behind it take now.
          shows: ({ output }) => layer.inputs[0] ?? output
        }
      ]

/** A layer that takes one input and has several keeps one. */
export const dropInput: Repair = ({ graph, layer }) =>
  layer.inputs.length < 2
    ? []
    : layer.inputs.map((from) => ({
        label: `Disconnect '${from}'`,
        change: () => disconnectLayers(graph, from, layer.name)
      }))
