/** The environments of runs, each read once; what cannot be read is said, and the others are there. */
import { shallowReactive } from 'vue'
import type { FlatEnvironment } from '@shared/environment'
import { useAppClient } from '../../app-client'

export interface Environments {
  /** Undefined until it was read. */
  get(runId: string): FlatEnvironment | undefined
  /** One sentence for each that could not be read. */
  listProblems(runIds: readonly string[]): readonly string[]
  load(runIds: readonly string[]): Promise<void>
}

/** An empty store of environments for one component. */
export function useEnvironments(): Environments {
  const app = useAppClient()
  const known = shallowReactive(new Map<string, FlatEnvironment>())
  const problems = shallowReactive(new Map<string, string>())

  async function loadOne(runId: string): Promise<void> {
    if (known.has(runId)) return
    try {
      known.set(runId, await app.call.getRunEnvironment({ runId }))
      problems.delete(runId)
    } catch (error) {
      known.set(runId, {})
      problems.set(runId, (error as Error).message)
    }
  }

  return {
    get: (runId) => known.get(runId),
    listProblems: (runIds) => runIds.flatMap((id) => problems.get(id) ?? []),
    load: async (runIds) => void (await Promise.all(runIds.map(loadOne)))
  }
}
