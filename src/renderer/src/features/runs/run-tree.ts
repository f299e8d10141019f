/** The list of runs as a tree: each run under the one it goes on from, the newest family first. */
import type { RunRecord } from '@shared/run'

export interface RunBranch {
  readonly record: RunRecord
  /** 0 for a run that has no parent in the list. */
  readonly depth: number
}

/** In the order of the rows. A family stands where its newest member would; siblings come newest first. */
export function computeRunTree(records: readonly RunRecord[]): RunBranch[] {
  const known = new Set(records.map(({ id }) => id))
  const children = new Map<string | null, RunRecord[]>()
  for (const record of records) {
    const parentId = record.origin?.runId ?? null
    const key = parentId !== null && known.has(parentId) ? parentId : null
    const siblings = children.get(key)
    if (siblings) siblings.push(record)
    else children.set(key, [record])
  }
  const newest = new Map<string, number>()
  const findNewest = (record: RunRecord): number => {
    const before = newest.get(record.id)
    if (before !== undefined) return before
    const below = (children.get(record.id) ?? []).map(findNewest)
    const found = below.reduce((a, b) => Math.max(a, b), record.createdAt)
    newest.set(record.id, found)
    return found
  }
  const rows: RunBranch[] = []
  const visit = (parentId: string | null, depth: number): void => {
    const siblings = children.get(parentId) ?? []
    siblings.sort((a, b) => findNewest(b) - findNewest(a) || (a.id < b.id ? 1 : -1))
    for (const record of siblings) {
      rows.push({ record, depth })
      visit(record.id, depth + 1)
    }
  }
  visit(null, 0)
  return rows
}
