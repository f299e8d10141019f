/** On which sides of its two blocks a connection begins and ends, so that it crosses none. */
import type { Place } from '../drawing'
import type { Box, Link } from './tidy-layout'

export type Side = 'top' | 'bottom' | 'left' | 'right'

export interface Wire {
  readonly from: Side
  readonly to: Side
}

/** Blocks that stand no further apart than this are neighbours. */
const NEAR_PX = 96

export function findWire(
  { from, to }: Link,
  boxes: ReadonlyMap<string, Box>,
  places: ReadonlyMap<string, Place>
): Wire {
  const [source, target] = [boxes.get(from), boxes.get(to)]
  const [start, end] = [places.get(from), places.get(to)]
  if (!source || !target || !start || !end) return { from: 'bottom', to: 'top' }
  const down = end.y - (start.y + source.height)
  const aside = end.x - start.x
  const isSameColumn = Math.abs(aside) < source.width / 2
  if (down > -8 && down < NEAR_PX) return { from: 'bottom', to: 'top' }
  if (isSameColumn) {
    const isBlocked = down <= 0 || hasBoxBetween({ from, to }, boxes, places)
    return isBlocked ? { from: 'right', to: 'right' } : { from: 'bottom', to: 'top' }
  }
  return aside > 0 ? { from: 'right', to: 'left' } : { from: 'left', to: 'right' }
}

function hasBoxBetween(
  { from, to }: Link,
  boxes: ReadonlyMap<string, Box>,
  places: ReadonlyMap<string, Place>
): boolean {
  const [start, end] = [places.get(from), places.get(to)]
  if (!start || !end) return false
  for (const [id, place] of places) {
    if (id === from || id === to) continue
    const width = boxes.get(id)?.width ?? 0
    const isBetween = place.y > start.y && place.y < end.y
    if (isBetween && Math.abs(place.x - start.x) < width / 2) return true
  }
  return false
}

/** The middle of each connection that lies under a point, the nearest first; none when nothing is near. */
export function findNearestLink(
  point: Place,
  links: readonly Link[],
  boxes: ReadonlyMap<string, Box>,
  places: ReadonlyMap<string, Place>
): Link | null {
  const near = links
    .map((link) => ({ link, distance: distanceToLink(point, link, boxes, places) }))
    .filter(({ distance }) => distance < MOST_DISTANCE_PX)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.link ?? null
}

const MOST_DISTANCE_PX = 48

/** From a point to the straight line between the lower edge of one block and the upper edge of the next. */
function distanceToLink(
  point: Place,
  { from, to }: Link,
  boxes: ReadonlyMap<string, Box>,
  places: ReadonlyMap<string, Place>
): number {
  const [start, end, source] = [places.get(from), places.get(to), boxes.get(from)]
  if (!start || !end || !source) return Infinity
  const [x, y] = [start.x, start.y + source.height]
  const [dx, dy] = [end.x - x, end.y - y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((point.x - x) * dx + (point.y - y) * dy) / length
  const clamped = Math.max(0, Math.min(1, along))
  return Math.hypot(point.x - x - clamped * dx, point.y - y - clamped * dy)
}
