/** Which evaluations the room of comparison looks at, and what is known of them for each compared run. */
import { defineStore, storeToRefs } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EvaluationDigest } from '@shared/compare/digest'
import { seedlessKey } from '@shared/compare/seed-groups'
import { summarizeSpread, type Spread } from '@shared/compare/noise'
import type { RunRecord } from '@shared/run'
import { useComparisonStore } from './comparison'
import { useEvaluationsStore, type EvaluationState } from './evaluations'
import { useMessagesStore } from './messages'
import { useRunExperimentsStore } from './run-experiments'

/** A compared run, and its evaluation where there is one. */
export interface ScoredRun {
  readonly record: RunRecord
  readonly state: EvaluationState | null
  readonly digest: EvaluationDigest | null
  /** Whether all that its checkpoints give was made since the window opened. */
  readonly wasMade: boolean
}

/** Runs that differ in nothing but their seed. */
export interface SeedGroup {
  readonly records: readonly RunRecord[]
  /** Of the accuracies of the chosen evaluation; null when none of them has it. */
  readonly accuracy: Spread | null
}

export const useComparedScoresStore = defineStore('compared-scores', () => {
  const comparison = useComparisonStore()
  const evaluations = useEvaluationsStore()
  const experiments = useRunExperimentsStore()
  const messages = useMessagesStore()
  const { part, moment } = storeToRefs(comparison)

  /** The entries of the queue that train the compared experiments with more seeds. */
  const repeatIds = shallowRef<readonly string[]>([])

  /** Those that are drawn, and the base of comparison, in the order of the comparison. */
  const runs = computed<readonly ScoredRun[]>(() =>
    comparison.records
      .filter((record) => comparison.visible.includes(record) || record === comparison.base)
      .map((record) => {
        const state = evaluations.get({
          runId: record.id,
          part: part.value,
          moment: moment.value
        })
        const digest = state?.kind === 'here' ? state.digest : null
        return { record, state, digest, wasMade: evaluations.made.has(record.id) }
      })
  )
  const base = computed(() => runs.value.find(({ record }) => record === comparison.base) ?? null)
  const others = computed(() => runs.value.filter((run) => run !== base.value))

  /** Reads what the pages look at; whoever shows scores calls it when one of them changes. */
  function read(): void {
    for (const { record } of runs.value) {
      evaluations.want(record, { part: part.value, moment: moment.value })
    }
    experiments.loadAll(runs.value.map(({ record }) => record.id)).catch(messages.showError)
  }

  /** Reads once more what could not be read. */
  function retry({ record }: ScoredRun): void {
    evaluations.retry(record, { part: part.value, moment: moment.value })
  }

  const groups = computed<readonly SeedGroup[]>(() => {
    const byKey = new Map<string, ScoredRun[]>()
    for (const run of runs.value) {
      const experiment = experiments.experiments.get(run.record.id)
      const own = `run ${run.record.id}`
      // A run that goes on from another one has trained more than its experiment says.
      const isAlone = !experiment || run.record.origin !== null
      const key = isAlone ? own : seedlessKey(experiment, run.record.datasetId)
      byKey.set(key, [...(byKey.get(key) ?? []), run])
    }
    return [...byKey.values()].map((members) => ({
      records: members.map(({ record }) => record),
      accuracy: summarizeSpread(members.flatMap(({ digest }) => accuracyOf(digest) ?? []))
    }))
  })

  /** How many of the compared runs differ from this one in their seed at most. */
  function countSeeds(runId: string): number {
    const group = groups.value.find(({ records }) => records.some(({ id }) => id === runId))
    return new Set(group?.records.map(({ seed }) => seed)).size
  }

  return { part, moment, repeatIds, runs, base, others, groups, read, retry, countSeeds }
})

export function accuracyOf(digest: EvaluationDigest | null): number | null {
  return digest && digest.labels.length > 0 ? digest.right / digest.labels.length : null
}
