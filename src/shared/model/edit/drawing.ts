/** Where blocks stand on the canvas. */
import { keepKnown, NO_DRAWING, type Drawing, type Place } from '../drawing'
import type { ModelGraph } from '../graph'
import { namesOf } from './names'

/** Puts layers somewhere; they stay there until the drawing is tidied. */
export function placeLayers(
  graph: ModelGraph,
  places: Readonly<Record<string, Place>>
): ModelGraph {
  return changeDrawing(graph, (drawing) => ({
    ...drawing,
    places: { ...drawing.places, ...places }
  }))
}

/** Every block where the tidy layout puts it. */
export function tidy(graph: ModelGraph): ModelGraph {
  return changeDrawing(graph, (drawing) => ({ ...drawing, places: {} }))
}

export function changeDrawing(
  graph: ModelGraph,
  change: (drawing: Drawing) => Drawing
): ModelGraph {
  const { drawing = NO_DRAWING, ...rest } = graph
  const changed = keepKnown(change(drawing), namesOf(graph))
  return { ...rest, ...(changed && { drawing: changed }) }
}

/** The lines that blocks can be brought to. */
export const alignments = {
  left: 'Left edges',
  center: 'Middles, one below the other',
  top: 'Top edges',
  spread: 'Equal gaps from top to bottom'
} as const
export type Alignment = keyof typeof alignments

/** New places for blocks of one width that stand at `places`. */
export function alignPlaces(
  places: Readonly<Record<string, Place>>,
  alignment: Alignment
): Record<string, Place> {
  const entries = Object.entries(places)
  const xs = entries.map(([, { x }]) => x)
  const ys = entries.map(([, { y }]) => y)
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2
  const ordered = [...entries].sort(([, a], [, b]) => a.y - b.y)
  const gap = (bottom - top) / Math.max(1, entries.length - 1)
  return Object.fromEntries(
    ordered.map(([name, { x, y }], index) => {
      switch (alignment) {
        case 'left':
          return [name, { x: Math.min(...xs), y }]
        case 'center':
          return [name, { x: middle, y }]
        case 'top':
          return [name, { x, y: top }]
        case 'spread':
          return [name, { x, y: top + index * gap }]
      }
    })
  )
}
