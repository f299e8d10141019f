/** What the canvas shows of a model: blocks for layers, one block for each folded group, and the wires between them. */
import type { Block, Place } from '../drawing'
import { findBlock } from '../edit'
import type { ModelGraph, ModelLayer } from '../graph'
import { layOut, type Box, type Link } from './tidy-layout'

export interface LayerBox extends Box {
  readonly kind: 'layer'
  readonly layer: ModelLayer
}

/** A folded group: its layers as one. */
export interface FoldedBox extends Box {
  readonly kind: 'folded'
  readonly block: Block
}

/** The frame around the layers of a group that is open. */
export interface Frame {
  readonly block: Block
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Scene {
  readonly boxes: ReadonlyMap<string, LayerBox | FoldedBox>
  readonly links: readonly Link[]
  /** The middle of the upper edge of each box. */
  readonly places: ReadonlyMap<string, Place>
  readonly frames: readonly Frame[]
}

export const BLOCK_WIDTH = 212
const FRAME_MARGIN = 12
const FRAME_TITLE = 20

const foldedId = (name: string): string => `block:${name}`

/** @param heightOf what a layer's block needs, in pixels */
export function createScene(
  graph: ModelGraph,
  { heightOf, aspect }: { heightOf: (layer: ModelLayer) => number; aspect: number }
): Scene {
  const shownAs = new Map(graph.layers.map((layer) => [layer.name, findShown(graph, layer.name)]))
  const boxes = new Map<string, LayerBox | FoldedBox>()
  for (const layer of graph.layers) {
    const id = shownAs.get(layer.name) ?? layer.name
    if (boxes.has(id)) continue
    const block = id === layer.name ? null : findBlock(graph, layer.name)
    boxes.set(
      id,
      block
        ? { kind: 'folded', id, block, width: BLOCK_WIDTH, height: FOLDED_HEIGHT }
        : { kind: 'layer', id, layer, width: BLOCK_WIDTH, height: heightOf(layer) }
    )
  }
  const links = findLinks(graph, shownAs)
  const tidy = layOut([...boxes.values()], links, { aspect })
  const places = new Map([...tidy].map(([id, place]) => [id, findOwnPlace(graph, id) ?? place]))
  return { boxes, links, places, frames: findFrames(graph, boxes, places) }
}

const FOLDED_HEIGHT = 84

function findShown(graph: ModelGraph, layer: string): string {
  const block = findBlock(graph, layer)
  return block?.isCollapsed ? foldedId(block.name) : layer
}

function findLinks(graph: ModelGraph, shownAs: ReadonlyMap<string, string>): Link[] {
  const links = new Map<string, Link>()
  for (const { name, inputs } of graph.layers) {
    const to = shownAs.get(name) ?? name
    for (const input of inputs) {
      const from = shownAs.get(input) ?? input
      if (from !== to) links.set(`${from} ${to}`, { from, to })
    }
  }
  return [...links.values()]
}

/** Where a person put it. A folded group has no place of its own. */
function findOwnPlace(graph: ModelGraph, id: string): Place | null {
  return graph.drawing?.places[id] ?? null
}

function findFrames(
  graph: ModelGraph,
  boxes: ReadonlyMap<string, Box>,
  places: ReadonlyMap<string, Place>
): Frame[] {
  return (graph.drawing?.blocks ?? [])
    .filter(({ isCollapsed }) => !isCollapsed)
    .flatMap((block) => {
      const members = block.layers.flatMap((id) => {
        const [box, place] = [boxes.get(id), places.get(id)]
        return box && place ? [{ box, place }] : []
      })
      if (members.length === 0) return []
      const left = Math.min(...members.map(({ box, place }) => place.x - box.width / 2))
      const right = Math.max(...members.map(({ box, place }) => place.x + box.width / 2))
      const top = Math.min(...members.map(({ place }) => place.y))
      const bottom = Math.max(...members.map(({ box, place }) => place.y + box.height))
      return [
        {
          block,
          x: left - FRAME_MARGIN,
          y: top - FRAME_MARGIN - FRAME_TITLE,
          width: right - left + 2 * FRAME_MARGIN,
          height: bottom - top + 2 * FRAME_MARGIN + FRAME_TITLE
        }
      ]
    })
}
