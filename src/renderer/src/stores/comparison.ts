/** The runs that are put side by side; every page that compares follows it, and the settings keep it. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { MOST_COMPARED_RUNS, type Comparison } from '@shared/comparison'
import type { RunRecord } from '@shared/run'
import { keepEqual } from '../composables/keep-equal'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

export const useComparisonStore = defineStore('comparison', () => {
  const runs = useRunsStore()
  const settings = useSettingsStore()

  const kept = computed(() => settings.values.comparison)
  /** Those that are still there, in the order in which they were added. */
  const records = computed<readonly RunRecord[]>((before) =>
    keepEqual(
      before,
      kept.value.runIds.flatMap((id) => runs.get(id) ?? [])
    )
  )
  /** Those that are drawn. */
  const visible = computed<readonly RunRecord[]>((before) =>
    keepEqual(
      before,
      records.value.filter(({ id }) => !kept.value.hiddenIds.includes(id))
    )
  )
  /** The run that the others are compared with; null when there is none at all. */
  const base = computed(
    () => records.value.find(({ id }) => id === kept.value.baseId) ?? records.value[0] ?? null
  )

  function change(patch: Partial<Comparison>): void {
    void settings.update({ comparison: { ...kept.value, ...patch } })
  }

  /** Compares these runs, and no others. */
  function set(runIds: readonly string[], hiddenIds = kept.value.hiddenIds): void {
    // One that is gone would take the place of another for ever.
    const there = runs.records === null ? runIds : runIds.filter((id) => runs.get(id) !== null)
    const chosen = new Set([...new Set(there)].slice(0, MOST_COMPARED_RUNS))
    change({ runIds: [...chosen], hiddenIds: hiddenIds.filter((id) => chosen.has(id)) })
  }

  function add(runIds: readonly string[]): void {
    set([...kept.value.runIds, ...runIds])
  }

  function remove(runId: string): void {
    set(kept.value.runIds.filter((id) => id !== runId))
  }

  function setBase(baseId: string): void {
    change({ baseId })
  }

  /** Draws runs, which are compared from then on, or draws them no longer; stored once, however many they are. */
  function setVisible(runIds: readonly string[], isVisible: boolean): void {
    const changed = new Set(runIds)
    const others = kept.value.hiddenIds.filter((id) => !changed.has(id))
    if (isVisible) set([...kept.value.runIds, ...runIds], others)
    else change({ hiddenIds: [...others, ...changed] })
  }

  const tab = computed({ get: () => kept.value.tab, set: (value) => change({ tab: value }) })

  return { records, visible, base, tab, set, add, remove, setBase, setVisible }
})
