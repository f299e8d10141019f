/** The configurations of the compared runs: names by what differs, and paths by which curves can be told apart. */
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import type { Config } from '@shared/flatten-config'
import { nameDifferences } from '@shared/name-differences'
import type { RunRecord } from '@shared/run'
import { useAppClient } from '../../../app-client'
import { useComparisonStore } from '../../../stores/comparison'
import { useMessagesStore } from '../../../stores/messages'

export interface RunConfigs {
  /** What a configuration says at a path; null where it says nothing, and until it is here. */
  get(runId: string, path: string): string | null
  /** By what differs from the base; the run's own name until its configuration is here. */
  nameRun(run: RunRecord): string
  /** Paths in which the drawn runs differ. */
  readonly paths: ComputedRef<readonly string[]>
}

/** Reads them once `isReady`: the first curves do not wait for what their names could be. */
export function useRunConfigs(isReady: () => boolean): RunConfigs {
  const app = useAppClient()
  const comparison = useComparisonStore()
  const messages = useMessagesStore()
  const configs = shallowRef<ReadonlyMap<string, Config>>(new Map())

  async function read(): Promise<void> {
    const runIds = comparison.visible.map(({ id }) => id).filter((id) => !configs.value.has(id))
    if (runIds.length === 0 || !isReady()) return
    const facts = await app.call.getRunFacts({ runIds })
    const found = facts.map(({ runId, config }) => [runId, config] as const)
    configs.value = new Map([...configs.value, ...found])
  }

  watch(
    () => [isReady(), ...comparison.visible.map(({ id }) => id)].join(),
    () => void messages.attempt(read),
    { immediate: true }
  )

  const names = computed(() => nameRuns(comparison.visible, comparison.base, configs.value))
  return {
    get: (runId, path) => {
      const value = configs.value.get(runId)?.[path]
      return value === undefined || value === null ? null : String(value)
    },
    nameRun: (run) => names.value.get(run.id) ?? run.name,
    paths: computed(() => findDifferentPaths(comparison.visible, configs.value))
  }
}

/** A longer name would be cut where it tells runs apart. */
const MOST_NAME_LETTERS = 28

/**
 * Runs by what they have and the base has not. By their own names: one like the base, all while any is not known, and
 * where that would be long and the names tell them apart as well.
 */
export function nameRuns(
  runs: readonly RunRecord[],
  base: RunRecord | null,
  configs: ReadonlyMap<string, Config>
): Map<string, string> {
  const known = findConfigs(runs, configs)
  // Beside a run that tells nothing, every setting would be a difference.
  if (known.some((config) => Object.keys(config).length === 0)) return new Map()
  const index = runs.findIndex(({ id }) => id === base?.id)
  if (runs.length < 2 || known.length < runs.length || index < 0) return new Map()
  const names = nameDifferences(known, { base: index })
  const isLong = names.some((name) => name.length > MOST_NAME_LETTERS)
  const areOwnNamesDistinct = new Set(runs.map(({ name }) => name)).size === runs.length
  if (isLong && areOwnNamesDistinct) {
    return new Map(
      runs.map(({ id, name }, place) => [id, place === index ? `${name} (base)` : name])
    )
  }
  return new Map(
    runs.map(({ id, name }, place) => {
      const difference = names[place] ?? ''
      if (place === index) return [id, `${name} (base)`]
      return [id, /^same( \(\d+\))?$/.test(difference) ? name : difference]
    })
  )
}

export function findDifferentPaths(
  runs: readonly Pick<RunRecord, 'id'>[],
  configs: ReadonlyMap<string, Config>
): string[] {
  const known = findConfigs(runs, configs)
  const paths = [...new Set(known.flatMap((config) => Object.keys(config)))]
  return paths
    .filter((path) => new Set(known.map((config) => config[path] ?? null)).size > 1)
    .sort()
}

function findConfigs(
  runs: readonly Pick<RunRecord, 'id'>[],
  configs: ReadonlyMap<string, Config>
): Config[] {
  return runs.map(({ id }) => configs.get(id)).filter((one) => one !== undefined)
}
