/** The runs that are put side by side; every page that compares follows it, and the settings keep it. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { MOST_COMPARED_RUNS, type Comparison } from '@shared/comparison'
import type { RunRecord } from '@shared/run'
import { leavePlaces, type TabLooks } from '@shared/tab-looks'
import { keepEqual } from '../composables/keep-equal'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

export const useComparisonStore = defineStore('comparison', () => {
  const runs = useRunsStore()
  const settings = useSettingsStore()

  const kept = computed(() => settings.values.comparison)
  /** What was compared before it was narrowed, and what was not drawn of it; null when it was not. */
  const whole = shallowRef<Pick<Comparison, 'runIds' | 'hiddenIds'> | null>(null)
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

  /** Another comparison as it was kept, under the link of its view. */
  function show(comparison: Comparison, comparisonView: string | null): void {
    whole.value = null
    void settings.update({ comparison, comparisonView })
  }

  /** Compares these runs, and no others: another comparison than that of the open view. */
  function set(runIds: readonly string[]): void {
    whole.value = null
    const comparison = { ...kept.value, looks: leavePlaces(kept.value.looks) }
    void settings.update({ comparison, comparisonView: null })
    setRuns(runIds)
  }

  function setRuns(runIds: readonly string[], hiddenIds = kept.value.hiddenIds): void {
    // One that is gone would take the place of another for ever.
    const there = runs.records === null ? runIds : runIds.filter((id) => runs.get(id) !== null)
    const chosen = new Set([...new Set(there)].slice(0, MOST_COMPARED_RUNS))
    change({ runIds: [...chosen], hiddenIds: hiddenIds.filter((id) => chosen.has(id)) })
  }

  function add(runIds: readonly string[]): void {
    setRuns([...kept.value.runIds, ...runIds])
  }

  function remove(runId: string): void {
    setRuns(kept.value.runIds.filter((id) => id !== runId))
  }

  /** Goes on with some of the runs; those of before the first time are remembered, however often it is done. */
  function narrow(runIds: readonly string[]): void {
    whole.value = {
      runIds: whole.value?.runIds ?? records.value.map(({ id }) => id),
      hiddenIds: listHidden()
    }
    setRuns(runIds)
  }

  /** Brings back all that narrowing took out; what was added meanwhile stays. */
  function widen(): void {
    if (whole.value) setRuns([...whole.value.runIds, ...kept.value.runIds], listHidden())
    whole.value = null
  }

  /** With those that narrowing took out, as they were then. */
  function listHidden(): string[] {
    const { runIds, hiddenIds } = kept.value
    return [...hiddenIds, ...(whole.value?.hiddenIds ?? []).filter((id) => !runIds.includes(id))]
  }

  function setBase(baseId: string): void {
    change({ baseId })
  }

  /** Draws runs, which are compared from then on, or draws them no longer; stored once, however many they are. */
  function setVisible(runIds: readonly string[], isVisible: boolean): void {
    const changed = new Set(runIds)
    const others = kept.value.hiddenIds.filter((id) => !changed.has(id))
    if (isVisible) setRuns([...kept.value.runIds, ...runIds], others)
    else change({ hiddenIds: [...others, ...changed] })
  }

  /** Keeps how a tab is looked at from now on. */
  function setLook<Tab extends keyof TabLooks>(changed: Tab, look: TabLooks[Tab]): void {
    change({ looks: { ...kept.value.looks, [changed]: look } })
  }

  const looks = computed(() => kept.value.looks)
  const tab = computed({ get: () => kept.value.tab, set: (tab) => change({ tab }) })
  /** The pictures and the weights that scores are of. */
  const part = computed({ get: () => kept.value.part, set: (part) => change({ part }) })
  const moment = computed({ get: () => kept.value.moment, set: (moment) => change({ moment }) })

  return {
    records,
    visible,
    base,
    tab,
    part,
    moment,
    looks,
    whole,
    show,
    set,
    add,
    remove,
    narrow,
    widen,
    setBase,
    setVisible,
    setLook
  }
})
