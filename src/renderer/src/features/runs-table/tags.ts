/** The tags that the runs of the workspace have. */
import type { RunRecord } from '@shared/run'

/** Each once, those of most runs first. */
export function listTags(records: readonly RunRecord[]): string[] {
  const counts = new Map<string, number>()
  for (const { marks } of records) {
    for (const tag of marks.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b))
    .map(([tag]) => tag)
}
