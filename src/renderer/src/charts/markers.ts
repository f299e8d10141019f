/** The shapes that tell apart lines of one colour. To add one: a line in the table. */
import type { Pen } from './pen'

const outlines = {
  none: null,
  dot: circle(2.25),
  square: [-3, -3, 3, -3, 3, 3, -3, 3],
  triangle: [0, -4, 4, 3, -4, 3],
  diamond: [0, -4.5, 4.5, 0, 0, 4.5, -4.5, 0],
  bar: [-1.25, -5, 1.25, -5, 1.25, 5, -1.25, 5],
  ring: circle(4.5)
} as const satisfies Record<string, readonly number[] | null>

export type Marker = keyof typeof outlines

/** Those that lines are given, in this order; a ring is the best point of a line. */
export const lineMarkers: readonly Marker[] = [
  'none',
  'square',
  'triangle',
  'diamond',
  'bar',
  'dot'
]

export function drawMarker(
  pen: Pen,
  marker: Marker,
  [x, y]: readonly [number, number],
  color: string
): void {
  const outline = outlines[marker]
  if (!outline) return
  const points = outline.map((offset, index) => offset + (index % 2 === 0 ? x : y))
  pen.shape(points, color, marker === 'ring' ? { color, width: 1.5 } : undefined)
}

/** The shape as the path of an SVG, around 0, 0; empty for none. */
export function describeMarker(marker: Marker): string {
  const outline: readonly number[] | null = outlines[marker]
  return outline ? `M${outline.join(' ')}Z` : ''
}

function circle(radius: number): number[] {
  return Array.from({ length: 12 }, (_, index) => (index * Math.PI) / 6).flatMap((angle) => [
    radius * Math.cos(angle),
    radius * Math.sin(angle)
  ])
}
