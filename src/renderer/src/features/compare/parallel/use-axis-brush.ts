/** Brushing of axes: by drag, and from run to run by arrow keys. */
import { findNextPlace, type Axis, type Brush } from '@shared/compare/axes'

export type Brushes = Readonly<Record<string, Brush>>

/** Less is a click, which takes a brush away. */
const LEAST_DRAG = 0.015

export const WHOLE: Brush = { from: 0, to: 1 }

/** The brushes with another one on the axis; one over all of it is none. */
export function setBrush(brushes: Brushes, key: string, brush: Brush | null): Brushes {
  const others = Object.fromEntries(Object.entries(brushes).filter(([other]) => other !== key))
  if (brush === null || (brush.from <= 0 && brush.to >= 1)) return others
  return { ...others, [key]: brush }
}

/** The brush that a drag between two places makes; null for a click. */
export function createBrush(one: number, other: number): Brush | null {
  const [from, to] = [clamp(Math.min(one, other)), clamp(Math.max(one, other))]
  return to - from < LEAST_DRAG ? null : { from, to }
}

/** A drag may begin and end beside the axis. */
const clamp = (place: number): number => Math.min(1, Math.max(0, place))

/** What a key does to one end of a brush; undefined for a key that does nothing, null when the brush goes. */
export function moveBrush(
  axis: Axis,
  brush: Brush,
  end: keyof Brush,
  key: string
): Brush | null | undefined {
  if (key === 'Escape' || key === 'Delete' || key === 'Backspace') return null
  const at = findTarget(axis, brush[end], key)
  if (at === undefined) return undefined
  return end === 'from'
    ? { from: Math.min(at, brush.to), to: brush.to }
    : { from: brush.from, to: Math.max(at, brush.from) }
}

function findTarget(axis: Axis, at: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return findNextPlace(axis, at, 1)
    case 'ArrowDown':
    case 'ArrowLeft':
      return findNextPlace(axis, at, -1)
    case 'Home':
      return 0
    case 'End':
      return 1
    default:
      return undefined
  }
}
