/** The compared runs with all that is known of them, base first; read again when one of them has gone on. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { ConfigColumn } from '@shared/compare/config-difference'
import { listResults, type RunResult } from '@shared/compare/run-results'
import type { RunRecord } from '@shared/run'
import type { RunFacts } from '@shared/run-facts'
import { useAppClient } from '../../app-client'
import { useComparisonStore } from '../../stores/comparison'

export interface ComparedRun {
  readonly record: RunRecord
  readonly isBase: boolean
  /** The configuration by paths; empty until it is here. */
  readonly config: ConfigColumn
  readonly results: readonly RunResult[]
}

export interface ComparedRuns {
  /** The base is the first. */
  readonly runs: ComputedRef<readonly ComparedRun[]>
  /** True until the facts of every run are here for the first time. */
  readonly isWaiting: ComputedRef<boolean>
  /** Why they could not be read, as a sentence. */
  readonly problem: Readonly<ShallowRef<string | null>>
}

/** Follows the comparison for as long as the component lives. */
export function useComparedRuns(): ComparedRuns {
  const app = useAppClient()
  const comparison = useComparisonStore()
  const facts = shallowRef<ReadonlyMap<string, RunFacts>>(new Map())
  const answered = shallowRef<ReadonlySet<string>>(new Set())
  const problem = shallowRef<string | null>(null)
  let newest = 0

  async function read(): Promise<void> {
    const own = ++newest
    const runIds = comparison.records.map(({ id }) => id)
    try {
      const found = await app.call.getRunFacts({ runIds })
      if (own !== newest) return
      facts.value = new Map(found.map((one) => [one.runId, one]))
      problem.value = null
    } catch (error) {
      if (own !== newest) return
      problem.value = (error as Error).message
    }
    answered.value = new Set(runIds)
  }

  watch(() => comparison.records.map(describeProgress).join('\n'), read, { immediate: true })

  const runs = computed(() => describeRuns(comparison.records, comparison.base, facts.value))
  const isWaiting = computed(() => runs.value.some(({ record }) => !answered.value.has(record.id)))
  return { runs, isWaiting, problem }
}

/** Records and facts together, the base first and the others in their order. */
export function describeRuns(
  records: readonly RunRecord[],
  base: RunRecord | null,
  facts: ReadonlyMap<string, RunFacts>
): ComparedRun[] {
  const sorted = [...records].sort((a, b) => Number(b.id === base?.id) - Number(a.id === base?.id))
  return sorted.map((record) => {
    const known = facts.get(record.id) ?? null
    return {
      record,
      isBase: record.id === base?.id,
      config: known?.config ?? {},
      results: listResults(record, known)
    }
  })
}

/** What changes when there is something new to read. */
const describeProgress = ({ id, state, epochsDone, test }: RunRecord): string =>
  `${id} ${state} ${epochsDone} ${test !== null}`
