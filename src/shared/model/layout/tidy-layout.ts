/** Where blocks go: in layers from top to bottom, and a long network in columns, so that it fills the canvas. */
import { Graph, layout } from '@dagrejs/dagre'
import type { Place } from '../drawing'

export interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
}

export interface Link {
  readonly from: string
  readonly to: string
}

export const GAP_BELOW = 26
const GAP_BESIDE = 36
const GAP_COLUMNS = 64

/**
 * The middle of the upper edge of each box.
 * @param aspect width of the canvas by its height: how many columns there are follows from it
 */
export function layOut(
  boxes: readonly Box[],
  links: readonly Link[],
  { aspect }: { aspect: number }
): ReadonlyMap<string, Place> {
  const rows = findRows(boxes, links)
  const columns = foldRows(rows, findColumnHeight(rows, aspect))
  const places = new Map<string, Place>()
  let left = 0
  for (const column of columns) {
    const all = column.flatMap(({ boxes: inRow }) => inRow)
    const [from, to] = [
      Math.min(...all.map(({ x, box }) => x - box.width / 2)),
      Math.max(...all.map(({ x, box }) => x + box.width / 2))
    ]
    let top = 0
    for (const row of column) {
      for (const { box, x } of row.boxes) places.set(box.id, { x: left + x - from, y: top })
      top += row.height + GAP_BELOW
    }
    left += to - from + GAP_COLUMNS
  }
  return places
}

interface Row {
  readonly boxes: readonly { readonly box: Box; readonly x: number }[]
  readonly height: number
}

/** Dagre finds the layers, the order within them and how far right each box is. */
function findRows(boxes: readonly Box[], links: readonly Link[]): Row[] {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: GAP_BESIDE, edgesep: 8, ranksep: GAP_BELOW })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  const previous = new Map(boxes.map(({ id }, index) => [id, boxes[index - 1]?.id]))
  for (const { from, to } of links) {
    // The main way stays straight; shortcuts go around it.
    graph.setEdge(from, to, { weight: previous.get(to) === from ? 8 : 0 })
  }
  layout(graph)
  const rows = new Map<number, { box: Box; x: number }[]>()
  for (const box of boxes) {
    const { x, y } = graph.node(box.id) as { x: number; y: number }
    const key = Math.round(y)
    rows.set(key, [...(rows.get(key) ?? []), { box, x }])
  }
  return [...rows.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, inRow]) => ({
      boxes: inRow,
      height: Math.max(...inRow.map(({ box }) => box.height))
    }))
}

/** The height at which the folded drawing is about as wide and high as the canvas. */
function findColumnHeight(rows: readonly Row[], aspect: number): number {
  const total = rows.reduce((sum, { height }) => sum + height + GAP_BELOW, 0)
  const widest = Math.max(1, ...rows.map(widthOf))
  const columns = Math.max(1, Math.round(Math.sqrt((total * aspect) / (widest + GAP_COLUMNS))))
  return total / columns
}

function widthOf({ boxes }: Row): number {
  return (
    Math.max(...boxes.map(({ x, box }) => x + box.width / 2)) -
    Math.min(...boxes.map(({ x, box }) => x - box.width / 2))
  )
}

/** A new column begins where the one before is full. */
function foldRows(rows: readonly Row[], height: number): Row[][] {
  const columns: Row[][] = []
  let filled = Infinity
  for (const row of rows) {
    if (filled + row.height / 2 > height) {
      columns.push([])
      filled = 0
    }
    columns.at(-1)?.push(row)
    filled += row.height + GAP_BELOW
  }
  return columns
}
