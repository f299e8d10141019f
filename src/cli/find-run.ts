/** Finds the run that a word of the command line means. */
import { UserError } from '@shared/contract/define'
import type { RunRecord } from '@shared/run'
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
