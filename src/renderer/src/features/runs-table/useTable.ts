/** The table of runs as data: its columns, and the lines that are left of all runs by archive, filter, order and groups. */
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { createVocabulary, type Vocabulary } from '@shared/query'
import type { RunRecord } from '@shared/run'
import type { RunsView } from '@shared/runs-table'
import { useRunFactsStore } from '../../stores/run-facts'
import { useRunsStore } from '../../stores/runs'
import { useRunsTableStore } from '../../stores/runs-table'
import { arrangeRows, type Line } from './arrange-rows'
import { createCatalog, type ColumnCatalog } from './column-catalog'
import { hideColumn, moveColumn, moveColumnBy, pinColumn } from './column-layout'
import type { ColumnAction } from './column-menu'
import { placeColumns, type Column, type PlacedColumn, type RunRow } from './columns'
import { compileFilter, type CompiledFilter } from './filter'
import { toggleSort } from './sort-rows'

export interface RunsTableModel {
  readonly view: ComputedRef<RunsView>
  readonly catalog: ComputedRef<ColumnCatalog>
  readonly columns: ComputedRef<readonly PlacedColumn[]>
  readonly groupColumn: ComputedRef<Column | null>
  /** The runs of this side of the archive, or of both when the filter asks for it. */
  readonly rows: ComputedRef<readonly RunRow[]>
  readonly archivedCount: ComputedRef<number>
  readonly filter: ComputedRef<CompiledFilter>
  readonly vocabulary: ComputedRef<Vocabulary>
  readonly lines: ComputedRef<readonly Line[]>
  /** Runs that the filter lets through. */
  readonly runCount: ComputedRef<number>
  /** Whether there are lines under others. */
  readonly canFold: ComputedRef<boolean>
  toggleFold(lineId: string): void
  sortBy(key: string, isAdded: boolean): void
  actOnColumn(key: string, action: ColumnAction): void
  dropColumn(key: string, targetKey: string): void
}

/** Reads the facts of the runs as it is used, and again when runs go on. */
export function useTable(): RunsTableModel {
  const runs = useRunsStore()
  const factsStore = useRunFactsStore()
  const table = useRunsTableStore()
  const folded = shallowRef<ReadonlySet<string>>(new Set())

  const view = computed(() => table.view)
  const isArchive = computed(() => table.view.isArchive)
  const all = computed<readonly RunRecord[]>(() => runs.records ?? [])
  const archivedCount = computed(() => all.value.filter(({ marks }) => marks.isArchived).length)
  /** All of them: what the archive has can be asked for, too. */
  const everyRow = computed<readonly RunRow[]>(() => {
    const { facts } = factsStore
    return all.value.map((record) => ({ record, facts: facts.get(record.id) ?? null }))
  })
  watch(all, factsStore.want, { immediate: true })

  const vocabulary = computed(() => createVocabulary(everyRow.value))
  const catalog = computed(() => createCatalog(vocabulary.value, everyRow.value))
  const columns = computed(() => placeColumns(table.view.columns, catalog.value.find))
  const groupColumn = computed(() => {
    const { groupBy } = table.view
    return groupBy === null ? null : catalog.value.find(groupBy)
  })
  const filter = computed<CompiledFilter>((before) =>
    compileFilter(table.view.filter, vocabulary.value, before ?? null)
  )
  const rows = computed(() => {
    if (filter.value.asksForArchived) return everyRow.value
    return everyRow.value.filter(({ record }) => record.marks.isArchived === isArchive.value)
  })
  const passed = computed(() => rows.value.filter((row) => filter.value.matches(row)))
  const arrangement = computed(() => {
    const { sort, groupBy, isTree } = table.view
    return { view: { sort, groupBy, isTree }, findColumn: catalog.value.find, folded: folded.value }
  })
  const lines = computed(() => arrangeRows(passed.value, arrangement.value))
  const canFold = computed(() => groupColumn.value !== null || table.view.isTree)

  function toggleFold(lineId: string): void {
    const next = new Set(folded.value)
    if (!next.delete(lineId)) next.add(lineId)
    folded.value = next
  }

  function sortBy(key: string, isAdded: boolean): void {
    const isDescendingFirst = catalog.value.find(key)?.isDescendingFirst ?? false
    table.look({ sort: toggleSort(table.view.sort, key, { isAdded, isDescendingFirst }) })
  }

  function actOnColumn(key: string, action: ColumnAction): void {
    const shown = table.view.columns
    const isPinned = shown.some((one) => one.key === key && one.isPinned)
    if (action === 'ascending' || action === 'descending') {
      table.look({ sort: [{ key, isDescending: action === 'descending' }] })
    } else if (action === 'group') table.look({ groupBy: key })
    else if (action === 'hide') table.look({ columns: hideColumn(shown, key) })
    else if (action === 'pin') table.look({ columns: pinColumn(shown, key, !isPinned) })
    else if (action === 'left') table.look({ columns: moveColumnBy(shown, key, -1) })
    else if (action === 'right') table.look({ columns: moveColumnBy(shown, key, 1) })
  }

  return {
    view,
    catalog,
    columns,
    groupColumn,
    rows,
    archivedCount,
    filter,
    vocabulary,
    lines,
    runCount: computed(() => passed.value.length),
    canFold,
    toggleFold,
    sortBy,
    actOnColumn,
    dropColumn(key, targetKey) {
      table.look({ columns: moveColumn(table.view.columns, key, targetKey) })
    }
  }
}
