/** The name that somebody may have meant. */
import { fold } from './literals'

/** The known name with the fewest letters different, if that is less than half of them; null otherwise. */
export function nearest(name: string, known: readonly string[]): string | null {
  const wanted = fold(name).slice(0, 60)
  let best: string | null = null
  let least = Math.ceil(wanted.length / 2)
  for (const one of known) {
    const distance = countEdits(wanted, fold(one))
    if (distance < least) [best, least] = [one, distance]
  }
  return best
}

/** Levenshtein's distance: letters put in, left out or changed. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let line = 1; line <= a.length; line++) {
    const next = [line]
    for (let column = 1; column <= b.length; column++) {
      const change = a.charAt(line - 1) === b.charAt(column - 1) ? 0 : 1
      next.push(
        Math.min(
          (row[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (row[column - 1] ?? 0) + change
        )
      )
    }
    row = next
  }
  return row[b.length] ?? 0
}
