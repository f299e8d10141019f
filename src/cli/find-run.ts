/** Finds the run that a word of the command line means. */
import { findView, linkOf } from '@shared/comparison-views'
import { UserError } from '@shared/contract/define'
import type { RunRecord } from '@shared/run'
import { readComparisonViews } from '@store/comparison-views'
import type { RunStore } from '@store/run-store'

/** By its id or its name; null when there is none. @throws UserError when several runs have the name. */
export function findRun(store: RunStore, word: string): RunRecord | null {
  const runs = store.listRuns()
  const byId = runs.find(({ id }) => id === word)
  if (byId) return byId
  const [found = null, other] = runs.filter(({ name }) => name === word)
  if (!other) return found
  throw new UserError(
    `Several runs are named "${word}". Name one by its id: "receptive runs" lists them.`
  )
}

/** As findRun. @throws UserError when there is none. */
export function getRun(store: RunStore, word: string): RunRecord {
  const run = findRun(store, word)
  if (run) return run
  throw new UserError(`There is no run "${word}". "receptive runs" lists them.`)
}

/**
 * The runs of a comparison that was saved in the window, in its order, and how many of them are gone. @throws UserError
 * when there is no such view.
 */
export function findRunsOfView(
  store: RunStore,
  comparisonsFile: string,
  link: string
): { records: RunRecord[]; gone: number } {
  const { views, problem } = readComparisonViews(comparisonsFile, { isOnlyLooking: true })
  const view = findView(views, link)
  if (!view) {
    const known = views.length === 0 ? 'None was saved' : `Saved: ${views.map(linkOf).join(', ')}`
    throw new UserError(
      problem ?? `There is no saved comparison "${link}" in this workspace. ${known}.`
    )
  }
  const runs = new Map(store.listRuns().map((run) => [run.id, run]))
  const { runIds } = view.comparison
  const records = runIds.flatMap((id) => runs.get(id) ?? [])
  return { records, gone: runIds.length - records.length }
}
