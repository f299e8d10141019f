/** Named blocks: layers that are shown, folded and repeated as one thing. */
import { UserError } from '../../contract/define'
import type { Block } from '../drawing'
import type { ModelGraph } from '../graph'
import { changeDrawing } from './drawing'
import { insertLayers } from './layers'

export const MOST_REPEATS = 50

/** Makes one block of layers; those that were in another leave it. */
export function groupLayers(graph: ModelGraph, names: readonly string[], name: string): ModelGraph {
  const members = graph.layers.map((layer) => layer.name).filter((one) => names.includes(one))
  if (members.length === 0) return graph
  return changeDrawing(graph, (drawing) => ({
    ...drawing,
    blocks: [
      // A new block comes first: what is in two belongs to the first.
      { name: findBlockName(graph, name), layers: members, isCollapsed: false },
      ...drawing.blocks
    ]
  }))
}

export function ungroup(graph: ModelGraph, name: string): ModelGraph {
  return changeDrawing(graph, (drawing) => ({
    ...drawing,
    blocks: drawing.blocks.filter((block) => block.name !== name)
  }))
}

export function renameBlock(graph: ModelGraph, before: string, after: string): ModelGraph {
  const wanted = after.trim().slice(0, 60)
  if (wanted === '' || wanted === before) return graph
  const name = findBlockName(graph, wanted)
  return changeBlock(graph, before, (block) => ({ ...block, name }))
}

export function setCollapsed(graph: ModelGraph, name: string, isCollapsed: boolean): ModelGraph {
  return changeBlock(graph, name, (block) => ({ ...block, isCollapsed }))
}

/** Puts `times - 1` copies of a block behind it, each a block of its own. @throws UserError for a strange number. */
export function repeatBlock(graph: ModelGraph, name: string, times: number): ModelGraph {
  if (!Number.isInteger(times) || times < 2 || times > MOST_REPEATS) {
    throw new UserError(`A block is repeated 2 to ${MOST_REPEATS} times, not ${times}.`)
  }
  const block = graph.drawing?.blocks.find((one) => one.name === name)
  if (!block) return graph
  const members = graph.layers.filter((layer) => block.layers.includes(layer.name))
  let after = members.at(-1)?.name ?? graph.output
  let repeated = graph
  for (let copy = 1; copy < times; copy++) {
    const added = insertLayers(repeated, members, after)
    after = added.names.at(-1) ?? after
    repeated = groupLayers(added.graph, added.names, name)
  }
  return repeated
}

/** The block that a layer is in; null when it is in none. */
export function findBlock(graph: ModelGraph, layer: string): Block | null {
  return graph.drawing?.blocks.find(({ layers }) => layers.includes(layer)) ?? null
}

function changeBlock(graph: ModelGraph, name: string, change: (block: Block) => Block): ModelGraph {
  return changeDrawing(graph, (drawing) => ({
    ...drawing,
    blocks: drawing.blocks.map((block) => (block.name === name ? change(block) : block))
  }))
}

/** `residual`, `residual 2`, `residual 3`: no two blocks have one name. */
function findBlockName(graph: ModelGraph, wanted: string): string {
  const taken = new Set(graph.drawing?.blocks.map(({ name }) => name))
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/ \d+$/, '')
  for (let number = 2; ; number++) {
    if (!taken.has(`${stem} ${number}`)) return `${stem} ${number}`
  }
}
