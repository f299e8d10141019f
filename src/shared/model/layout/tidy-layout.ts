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

/** Where dagre puts a box: its row, from the top, and how far right its middle is. */
interface Position {
  readonly row: number
  readonly x: number
}

function findRows(boxes: readonly Box[], links: readonly Link[]): Row[] {
  const positions = findPositions(boxes, links)
  const rows: { box: Box; x: number }[][] = []
  for (const box of boxes) {
    const { row, x } = positions.get(box.id) ?? { row: 0, x: 0 }
    ;(rows[row] ??= []).push({ box, x })
  }
  return rows
    .filter((row) => row.length > 0)
    .map(spreadOut)
    .map((inRow) => ({
      boxes: inRow,
      height: Math.max(...inRow.map(({ box }) => box.height))
    }))
}

/** Boxes that dagre took for parts of longer ones may come to stand on one another: they move aside. */
function spreadOut(row: readonly { box: Box; x: number }[]): { box: Box; x: number }[] {
  let free = -Infinity
  return [...row]
    .sort((a, b) => a.x - b.x)
    .map(({ box, x }) => {
      const left = Math.max(x - box.width / 2, free)
      free = left + box.width + GAP_BESIDE
      return { box, x: left + box.width / 2 }
    })
}

/** Of the structure that was laid out last: most edits change parameters, and so only heights. */
let kept: { key: string; positions: ReadonlyMap<string, Position> } | null = null

function findPositions(
  boxes: readonly Box[],
  links: readonly Link[]
): ReadonlyMap<string, Position> {
  const key = JSON.stringify([
    boxes.map(({ id, width }) => [id, width]),
    links.map(({ from, to }) => [from, to])
  ])
  if (kept?.key !== key) kept = { key, positions: askDagre(boxes, links) }
  return kept.positions
}

/** Boxes one below the other, with nothing beside them: dagre takes a run for one box. */
interface Run {
  readonly ids: readonly string[]
}

/** Dagre finds the layers, the order within them and how far right each box is. */
function askDagre(boxes: readonly Box[], links: readonly Link[]): ReadonlyMap<string, Position> {
  const runs = findRuns(boxes, links)
  const runOf = new Map(runs.flatMap((run) => run.ids.map((id) => [id, run] as const)))
  const headOf = (id: string): string => runOf.get(id)?.ids[0] ?? id
  const widths = new Map(boxes.map(({ id, width }) => [id, width]))
  const graph = new Graph()
  // The longest path is found at once; what the other rankers would save in length, folding undoes.
  graph.setGraph({ rankdir: 'TB', nodesep: GAP_BESIDE, edgesep: 8, ranker: 'longest-path' })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { ids } of runs) {
    const width = Math.max(...ids.map((id) => widths.get(id) ?? 0))
    graph.setNode(ids[0] ?? '', { width, height: 1 })
  }
  const previous = new Map(boxes.map(({ id }, index) => [id, boxes[index - 1]?.id]))
  for (const { from, to } of links) {
    if (headOf(from) === headOf(to)) continue
    // The main way stays straight; shortcuts go around it.
    graph.setEdge(headOf(from), headOf(to), { weight: previous.get(to) === from ? 8 : 0 })
  }
  layout(graph)
  const rows = findLongestPaths(boxes, links)
  return new Map(
    boxes.map(({ id }) => {
      const { x } = graph.node(headOf(id)) as { x: number }
      return [id, { row: rows.get(id) ?? 0, x }]
    })
  )
}

/** A box joins the run of the one before it when neither has another neighbour there. */
function findRuns(boxes: readonly Box[], links: readonly Link[]): Run[] {
  const [inputs, users] = [new Map<string, string[]>(), new Map<string, string[]>()]
  for (const { from, to } of links) {
    inputs.set(to, [...(inputs.get(to) ?? []), from])
    users.set(from, [...(users.get(from) ?? []), to])
  }
  const runs = new Map<string, string[]>()
  for (const { id } of boxes) {
    const [before, ...others] = inputs.get(id) ?? []
    const run = before === undefined ? undefined : runs.get(before)
    const isAlone = others.length === 0 && users.get(before ?? '')?.length === 1
    if (run && isAlone) {
      run.push(id)
      runs.set(id, run)
    } else runs.set(id, [id])
  }
  return [...new Set(runs.values())].map((ids) => ({ ids }))
}

/** In which row each box is: below all that it depends on. Boxes come in an order in which inputs come first. */
function findLongestPaths(
  boxes: readonly Box[],
  links: readonly Link[]
): ReadonlyMap<string, number> {
  const inputs = new Map<string, string[]>()
  for (const { from, to } of links) inputs.set(to, [...(inputs.get(to) ?? []), from])
  const rows = new Map<string, number>()
  for (const { id } of boxes) {
    const above = (inputs.get(id) ?? []).map((input) => rows.get(input) ?? -1)
    rows.set(id, Math.max(-1, ...above) + 1)
  }
  return rows
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
