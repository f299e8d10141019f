/** The beginning and the end of a classifier. */
import { addLayer } from '../edit/layers'
import { setParam } from '../edit/params'
import { hasParam, toRow, type Repair } from './repair'

export const setUnits: Repair = ({ graph, layer, purpose }) =>
  purpose && hasParam(layer, 'units')
    ? [
        {
          label: `Units ${purpose.classCount}`,
          change: () => setParam(graph, [layer.name], 'units', purpose.classCount)
        }
      ]
    : []

export const setHead: Repair = ({ graph, layer, purpose }) =>
  purpose && hasParam(layer, 'activation')
    ? [
        {
          label: `Activation: ${purpose.head}`,
          change: () => setParam(graph, [layer.name], 'activation', purpose.head)
        }
      ]
    : []

/** Pictures, or too many values, at the end: a layer with one unit a class is put behind. */
export const appendClasses: Repair = ({ graph, layer, analysis, purpose }) => {
  const { outputShape } = analysis
  if (!purpose || layer.name !== graph.output || !outputShape) return []
  const params = { units: purpose.classCount, activation: purpose.head }
  const append = (before: typeof graph) =>
    addLayer(before, { kind: 'Dense', params }, { after: before.output })
  const words = `Dense of ${purpose.classCount}`
  const shows = (changed: typeof graph) => changed.output
  if (outputShape.length === 1) {
    return [{ label: `Append ${words}`, change: () => append(graph).graph, shows }]
  }
  return toRow.map(({ kind, label }) => ({
    label: `Append ${label} and ${words}`,
    change: () => append(addLayer(graph, { kind }, { after: graph.output }).graph).graph,
    shows
  }))
}

/** The input as large as the pictures are. */
export const fitInputShape: Repair = ({ graph, layer, purpose }) =>
  purpose && layer.kind === 'InputLayer'
    ? [
        {
          label: `Shape ${purpose.imageShape.join('×')}`,
          change: () => setParam(graph, [layer.name], 'shape', purpose.imageShape)
        }
      ]
    : []

export const dropBias: Repair = ({ graph, layer }) =>
  layer.params.useBias === true
    ? [{ label: 'No bias', change: () => setParam(graph, [layer.name], 'useBias', false) }]
    : []
