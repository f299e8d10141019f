/** The runs of the workspace, newest first, and which of them the window shows. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { isActive, type RunRecord } from '@shared/run'
import { useAppClient } from '../app-client'

export const useRunsStore = defineStore('runs', () => {
  const app = useAppClient()
  const records = shallowRef<readonly RunRecord[] | null>(null)
  const selectedId = shallowRef<string | null>(null)
  /** The run whose trainer died while this window watched; null once dismissed. */
  const lost = shallowRef<RunRecord | null>(null)
  const heard = new Map<string, RunRecord>()

  app.on('onDidChangeRun', (record) => {
    heard.set(record.id, record)
    take(record)
  })

  async function load(): Promise<void> {
    const loaded = await app.call.listRuns(undefined)
    const byId = new Map(loaded.map((record) => [record.id, record]))
    for (const record of heard.values()) byId.set(record.id, record)
    records.value = sort([...byId.values()])
    selectedId.value ??= active.value?.id ?? records.value[0]?.id ?? null
  }

  /** Puts a record in its place; a run that is new and at work is shown. */
  function take(record: RunRecord): void {
    const before = get(record.id)
    if (!before && isActive(record.state)) selectedId.value = record.id
    if (before && isActive(before.state) && record.state === 'interrupted') lost.value = record
    const others = (records.value ?? []).filter(({ id }) => id !== record.id)
    records.value = sort([...others, record])
  }

  function get(runId: string): RunRecord | null {
    return records.value?.find(({ id }) => id === runId) ?? null
  }

  function select(runId: string): void {
    selectedId.value = runId
  }

  async function rename(runId: string, name: string): Promise<void> {
    take(await app.call.renameRun({ runId, name }))
  }

  const selected = computed(() => (selectedId.value === null ? null : get(selectedId.value)))
  const active = computed(() => records.value?.find(({ state }) => isActive(state)) ?? null)

  return { records, selectedId, selected, active, lost, load, take, get, select, rename }
})

function sort(records: RunRecord[]): RunRecord[] {
  return records.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
}
