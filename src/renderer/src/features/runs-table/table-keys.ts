/** What each key does in the table of runs. */

export type TableIntent =
  | { readonly kind: 'move'; readonly by: number; readonly isExtending: boolean }
  | { readonly kind: 'fold'; readonly isOpening: boolean }
  | {
      readonly kind:
        | 'mark'
        | 'mark-all'
        | 'clear'
        | 'open'
        | 'rename'
        | 'archive'
        | 'star'
        | 'show'
        | 'compare'
        | 'tag'
        | 'details'
        | 'palette'
        | 'restore'
    }

/** Lines of a press of Page Up or Page Down: what fits, less one that stays in sight. */
export interface TableMetrics {
  readonly linesInSight: number
  readonly lineCount: number
}

const letters = {
  s: 'star',
  v: 'show',
  c: 'compare',
  t: 'tag',
  d: 'details',
  p: 'palette',
  r: 'restore'
} as const satisfies Record<string, TableIntent['kind']>

const named = {
  ' ': 'mark',
  Escape: 'clear',
  Enter: 'open',
  F2: 'rename',
  Delete: 'archive',
  Backspace: 'archive'
} as const satisfies Record<string, TableIntent['kind']>

/** Null for a key that means nothing here. */
export function readTableKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  metrics: TableMetrics
): TableIntent | null {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event
  if (altKey) return null
  const by = readStep(key, metrics)
  if (by !== null) return { kind: 'move', by, isExtending: shiftKey }
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' ? { kind: 'mark-all' } : null
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    return { kind: 'fold', isOpening: key === 'ArrowRight' }
  }
  if (key in named) return { kind: named[key as keyof typeof named] }
  if (shiftKey) return null
  return key in letters ? { kind: letters[key as keyof typeof letters] } : null
}

function readStep(key: string, { linesInSight, lineCount }: TableMetrics): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -linesInSight,
    PageDown: linesInSight,
    Home: -lineCount,
    End: lineCount
  }
  return steps[key] ?? null
}
