/** How the table of runs is looked at; the settings keep it, a moment after the last change. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  DEFAULT_RUNS_VIEW,
  MOST_RUN_VIEWS,
  type NamedView,
  type RunsTable,
  type RunsView
} from '@shared/runs-table'
import { useSettingsStore } from './settings'

/** While a filter is being typed nothing is stored. */
const STORE_AFTER_MS = 400

export const useRunsTableStore = defineStore('runs-table', () => {
  const settings = useSettingsStore()
  /** What was changed and is not stored yet. */
  const pending = shallowRef<RunsTable | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  const table = computed(() => pending.value ?? settings.values.runsTable)
  const view = computed(() => table.value.view)
  const views = computed(() => table.value.views)
  const isDetailsOpen = computed(() => table.value.isDetailsOpen)

  function change(patch: Partial<RunsTable>): void {
    pending.value = { ...table.value, ...patch }
    clearTimeout(timer)
    timer = setTimeout(store, STORE_AFTER_MS)
  }

  /** Stores at once what waits to be. */
  function store(): void {
    clearTimeout(timer)
    const waiting = pending.value
    if (!waiting) return
    // Synchronously the settings show it; from here on they are the truth.
    void settings.update({ runsTable: waiting })
    pending.value = null
  }

  function look(patch: Partial<RunsView>): void {
    change({ view: { ...view.value, ...patch } })
  }

  /** Keeps the present look under a name; one of that name is replaced. */
  function saveView(name: string): void {
    const named: NamedView = { name: name.trim(), view: view.value }
    const others = views.value.filter((one) => one.name !== named.name)
    change({ views: [...others, named].slice(-MOST_RUN_VIEWS) })
  }

  function openView(name: string): void {
    const found = views.value.find((one) => one.name === name)
    if (found) change({ view: found.view })
  }

  function removeView(name: string): void {
    change({ views: views.value.filter((one) => one.name !== name) })
  }

  function setDetailsOpen(isOpen: boolean): void {
    change({ isDetailsOpen: isOpen })
  }

  function reset(): void {
    change({ view: DEFAULT_RUNS_VIEW })
  }

  return {
    view,
    views,
    isDetailsOpen,
    look,
    saveView,
    openView,
    removeView,
    setDetailsOpen,
    reset,
    store
  }
})
