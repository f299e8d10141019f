/** Pictures where a row of values is needed, and the other way round. */
import { addLayer, removeLayers } from '../edit/layers'
import { findLayer, title } from '../graph'
import { toRow, type Repair } from './repair'

/** Dense behind pictures: a layer that makes a row of them goes between. */
export const insertBeforeRow: Repair = ({ graph, layer, inputs: [input] }) => {
  const [after] = layer.inputs
  if (after === undefined || !input || input.length < 2) return []
  return toRow.map(({ kind, label }) => {
    const insert = () => addLayer(graph, { kind }, { after, before: layer.name })
    return {
      label: `Insert ${label}`,
      change: () => insert().graph,
      shows: () => insert().names[0] ?? layer.name
    }
  })
}

/** A convolution behind Flatten: Flatten goes, where that is what stands between. */
export const removeFlattenBefore: Repair = ({ graph, layer }) =>
  layer.inputs.flatMap((name) => {
    const before = findLayer(graph, name)
    const makesRow = before?.kind === 'Flatten' || before?.kind.startsWith('Global') === true
    if (!before || !makesRow) return []
    return [{ label: `Remove ${title(before)}`, change: () => removeLayers(graph, [name]) }]
  })
