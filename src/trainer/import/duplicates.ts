/** Finds pictures with the same bytes, and those that leak from the training part into another one. */
import { createHash } from 'node:crypto'
import { MAX_LISTED, type ImportReport } from '@shared/imported-dataset'
import type { PartName } from '../datasets/data-file'

export interface DuplicateFinder {
  /** Takes in one picture; `name` is called only for one that is there already. */
  see(bytes: Uint8Array, picture: { part: PartName; name: string }): void
  report(): Pick<ImportReport, 'duplicateCount' | 'duplicates' | 'leakedCount'>
}

export function createDuplicateFinder(): DuplicateFinder {
  const seen = new Map<string, { part: PartName; name: string }>()
  const duplicates: { name: string; sameAs: string }[] = []
  let duplicateCount = 0
  let leakedCount = 0
  return {
    see(bytes, picture) {
      // No secret depends on it: SHA-1 is quick and no two pictures meet by chance.
      const key = createHash('sha1').update(bytes).digest('base64')
      const first = seen.get(key)
      if (!first) {
        seen.set(key, picture)
        return
      }
      duplicateCount++
      if ((first.part === 'train') !== (picture.part === 'train')) leakedCount++
      if (duplicates.length < MAX_LISTED) {
        duplicates.push({ name: picture.name, sameAs: first.name })
      }
    },
    report: () => ({ duplicateCount, duplicates, leakedCount })
  }
}
