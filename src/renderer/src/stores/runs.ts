/** The runs of the workspace, newest first, and which of them the window shows. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { isActive, type RunRecord } from '@shared/run'
import { useAppClient } from '../app-client'

export const useRunsStore = defineStore('runs', () => {
  const app = useAppClient()
  const records = shallowRef<readonly RunRecord[] | null>(null)
  const byId = computed(() => new Map(records.value?.map((record) => [record.id, record])))
  const selectedId = shallowRef<string | null>(null)
  /** The run whose trainer died while this window watched; null once dismissed. */
  const lost = shallowRef<RunRecord | null>(null)
  const removed = new Set<string>()
  const heard = new Map<string, RunRecord>()
  const forgetListeners = new Set<(runId: string) => void>()
  /** Runs that go on from a checkpoint, until they train: their files are about to be cut there. */
  const goingOn = new Set<string>()

  app.on('onDidChangeRun', (record) => {
    heard.set(record.id, record)
    take(record)
  })
  app.on('onDidRemoveRun', ({ runId }) => {
    heard.delete(runId)
    removed.add(runId)
    remove(runId)
  })

  async function load(): Promise<void> {
    const loaded = await app.call.listRuns(undefined)
    const found = new Map(loaded.map((record) => [record.id, record]))
    for (const record of heard.values()) found.set(record.id, record)
    for (const runId of removed) found.delete(runId)
    records.value = sort([...found.values()])
    selectedId.value ??= active.value?.id ?? records.value[0]?.id ?? null
  }

  /** Puts a record in its place; a run that is new and at work is shown. */
  function take(record: RunRecord): void {
    const before = get(record.id)
    if (!before && isActive(record.state)) selectedId.value = record.id
    if (before && isActive(before.state) && record.state === 'interrupted') lost.value = record
    // A list that is not looked at anew for what it knows already: many runs are marked at once.
    if (before && isSame(before, record)) return
    const others = (records.value ?? []).filter(({ id }) => id !== record.id)
    records.value = sort([...others, record])
    if (before && goesBack(before, record)) forget(record.id)
  }

  /** Puts many records in their places at once; one that is new, or in another state than before, is a matter of its own. */
  function takeAll(changed: readonly RunRecord[]): void {
    const known = new Map(byId.value)
    const others = changed.filter(({ id, state }) => known.get(id)?.state !== state)
    for (const record of changed) if (!others.includes(record)) known.set(record.id, record)
    records.value = sort([...known.values()])
    for (const record of others) take(record)
  }

  /** True when a run has gone on from its checkpoint, or is about to: what was recorded after it is no longer so. */
  function goesBack(before: RunRecord, { id, state }: RunRecord): boolean {
    if (!isActive(before.state) && isActive(state)) {
      goingOn.add(id)
      return true
    }
    return state !== 'preparing' && goingOn.delete(id)
  }

  /** Takes a run out of the list; its neighbour is shown in its place. */
  function remove(runId: string): void {
    const known = records.value ?? []
    const index = known.findIndex(({ id }) => id === runId)
    records.value = known.filter(({ id }) => id !== runId)
    if (lost.value?.id === runId) lost.value = null
    if (selectedId.value === runId) {
      const { length } = records.value
      selectedId.value = records.value[Math.min(index, length - 1)]?.id ?? null
    }
    forget(runId)
  }

  function forget(runId: string): void {
    for (const listener of [...forgetListeners]) listener(runId)
  }

  /** Hears of each run whose values are no longer what they were: it is gone, or went back to its checkpoint. */
  function onDidForget(listener: (runId: string) => void): () => void {
    forgetListeners.add(listener)
    return () => forgetListeners.delete(listener)
  }

  function get(runId: string): RunRecord | null {
    return byId.value.get(runId) ?? null
  }

  function select(runId: string): void {
    selectedId.value = runId
  }

  async function rename(runId: string, name: string): Promise<void> {
    take(await app.call.renameRun({ runId, name }))
  }

  const selected = computed(() => (selectedId.value === null ? null : get(selectedId.value)))
  const active = computed(() => records.value?.find(({ state }) => isActive(state)) ?? null)

  return {
    records,
    selectedId,
    selected,
    active,
    lost,
    load,
    take,
    takeAll,
    get,
    select,
    rename,
    onDidForget
  }
})

function sort(records: RunRecord[]): RunRecord[] {
  return records.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
}

function isSame(a: RunRecord, b: RunRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
