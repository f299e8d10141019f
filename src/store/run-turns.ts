/** Work on many runs, one after the other: others work in between, and a run with which it fails does not end it. */
import { UserError } from '@shared/contract/define'
import type { RunFailure, RunLabelChange, RunRecord } from '@shared/run'
import type { RunStore } from './run-store'

/** As long as nobody notices that the process hears nothing else. */
const SLICE_MS = 8

export interface RunTurns<T> {
  readonly store: RunStore
  readonly items: readonly T[]
  runIdOf(item: T): string
  work(item: T): void | Promise<void>
  /** Ends it before the next run. */
  readonly signal?: AbortSignal
  /** Hears after each slice how many were worked on. */
  onProgress?(done: number): void
}

/** Names the runs with which the work failed for a reason that a person can understand. @throws any other error */
export async function workInTurns<T>(turns: RunTurns<T>): Promise<RunFailure[]> {
  const { store, items, runIdOf, work, signal, onProgress } = turns
  const failures: RunFailure[] = []
  let sliceBegan = performance.now()
  for (const [index, item] of items.entries()) {
    if (signal?.aborted) break
    try {
      await work(item)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const runId = runIdOf(item)
      const name = store.findRun(runId)?.name ?? runId
      failures.push({ runId, name, reason: error.message })
    }
    if (performance.now() - sliceBegan < SLICE_MS) continue
    onProgress?.(index + 1)
    await new Promise((resolve) => setImmediate(resolve))
    sliceBegan = performance.now()
  }
  return failures
}

/** Takes in what a person says of many runs: what is written stays, also when others cannot be. */
export async function markInTurns(
  store: RunStore,
  changes: readonly RunLabelChange[]
): Promise<{ records: RunRecord[]; failures: RunFailure[] }> {
  const records: RunRecord[] = []
  const failures = await workInTurns({
    store,
    items: changes,
    runIdOf: ({ runId }) => runId,
    work: (change) => void records.push(...store.markRuns([change]))
  })
  return { records, failures }
}
