/** The table of runs as data: its columns, and the lines that are left of all runs by archive, filter, order and groups. */
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { formatCount } from '@shared/format'
import { createVocabulary, findAskedFields, type Vocabulary } from '@shared/query'
import type { RunRecord } from '@shared/run'
import { LONGEST_FILTER, type RunsView } from '@shared/runs-table'
import { useRunFactsStore } from '../../stores/run-facts'
import { useRunsStore } from '../../stores/runs'
import { useRunsTableStore } from '../../stores/runs-table'
import { arrangeRows, type Line } from './arrange-rows'
import { createCatalog, type ColumnCatalog } from './column-catalog'
import { hideColumn, moveColumn, moveColumnBy, pinColumn, resizeColumn } from './column-layout'
import type { ColumnAction } from './column-menu'
import { placeColumns, type Column, type PlacedColumn, type RunRow } from './columns'
import { compileFilter, type CompiledFilter } from './filter'
import { createNamesakes, joinName, type DescribeNamesake } from './namesakes'
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
  /** What is wrong with the filter, or with what was to be put into it; null when nothing is. */
  readonly filterProblem: ComputedRef<string | null>
  /** The keys of the columns that the filter asks for. */
  readonly askedKeys: ComputedRef<ReadonlySet<string>>
  readonly vocabulary: ComputedRef<Vocabulary>
  readonly lines: ComputedRef<readonly Line[]>
  readonly describeNamesake: ComputedRef<DescribeNamesake>
  /** Runs that the filter lets through. */
  readonly runCount: ComputedRef<number>
  /** Whether there are lines under others. */
  readonly canFold: ComputedRef<boolean>
  /** The names of these runs with what tells each from its namesakes; those that have none, or are like them, are left out. */
  nameApart(runIds: readonly string[]): ReadonlyMap<string, string>
  toggleFold(lineId: string): void
  /** False, and a problem, for a longer text than the settings keep. */
  setFilter(text: string): boolean
  sortBy(key: string, isAdded: boolean): void
  actOnColumn(key: string, action: ColumnAction): void
  /** Null gives it the width of its kind. */
  resizeColumn(key: string, widthPx: number | null): void
  dropColumn(key: string, targetKey: string): void
}

/** What one press of a key adds to a column. */
const WIDTH_STEP_PX = 16

/** Reads the facts of the runs as it is used, and again when runs go on. */
export function useTable(): RunsTableModel {
  const runs = useRunsStore()
  const factsStore = useRunFactsStore()
  const table = useRunsTableStore()
  const folded = shallowRef<ReadonlySet<string>>(new Set())

  // Each part by itself: a letter of the filter makes neither columns nor order anew.
  const view = computed(() => table.view)
  const isArchive = computed(() => table.view.isArchive)
  const layout = computed(() => table.view.columns)
  const widths = computed(() => table.view.widths)
  const filterText = computed(() => table.view.filter)
  const sort = computed(() => table.view.sort)
  const groupBy = computed(() => table.view.groupBy)
  const isTree = computed(() => table.view.isTree)
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
  const columns = computed(() => placeColumns(layout.value, catalog.value.find, widths.value))
  const groupColumn = computed(() =>
    groupBy.value === null ? null : catalog.value.find(groupBy.value)
  )
  const filter = computed<CompiledFilter>((before) =>
    compileFilter(filterText.value, vocabulary.value, before ?? null)
  )
  const refusal = shallowRef<string | null>(null)
  watch(filterText, () => (refusal.value = null))
  const rows = computed(() => {
    if (filter.value.asksForArchived) return everyRow.value
    return everyRow.value.filter(({ record }) => record.marks.isArchived === isArchive.value)
  })
  const passed = computed(() => rows.value.filter((row) => filter.value.matches(row)))
  const arrangement = computed(() => ({
    view: { sort: sort.value, groupBy: groupBy.value, isTree: isTree.value },
    findColumn: catalog.value.find,
    folded: folded.value
  }))
  const lines = computed(() => arrangeRows(passed.value, arrangement.value))
  const describeNamesake = computed(() => createNamesakes(everyRow.value))
  const canFold = computed(() => groupColumn.value !== null || isTree.value)

  function toggleFold(lineId: string): void {
    const next = new Set(folded.value)
    if (!next.delete(lineId)) next.add(lineId)
    folded.value = next
  }

  function nameApart(runIds: readonly string[]): Map<string, string> {
    const wanted = new Set(runIds)
    const taken = new Set(everyRow.value.map(({ record }) => record.name))
    const names = new Map<string, string>()
    for (const row of everyRow.value) {
      const { id, name } = row.record
      const difference = wanted.has(id) ? describeNamesake.value(row) : ''
      if (difference === '') continue
      const joined = joinName(name, difference, taken)
      taken.add(joined)
      names.set(id, joined)
    }
    return names
  }

  function setFilter(text: string): boolean {
    const isTooLong = text.length > LONGEST_FILTER
    refusal.value = isTooLong
      ? `A filter has at most ${formatCount(LONGEST_FILTER)} letters, and this would make it ${formatCount(text.length)}. Take something out of it first.`
      : null
    if (!isTooLong) table.look({ filter: text })
    return !isTooLong
  }

  function resize(key: string, widthPx: number | null): void {
    table.look({ widths: resizeColumn(widths.value, key, widthPx) })
  }

  function resizeBy(key: string, byPx: number): void {
    const placed = columns.value.find(({ column }) => column.key === key)
    if (placed) resize(key, placed.widthPx + byPx)
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
    else if (action === 'wider') resizeBy(key, WIDTH_STEP_PX)
    else if (action === 'narrower') resizeBy(key, -WIDTH_STEP_PX)
    else if (action === 'reset-width') resize(key, null)
  }

  return {
    view,
    catalog,
    columns,
    groupColumn,
    rows,
    archivedCount,
    filter,
    filterProblem: computed(() => refusal.value ?? filter.value.problem),
    askedKeys: computed(() => findAskedFields(filterText.value, vocabulary.value)),
    vocabulary,
    lines,
    describeNamesake,
    nameApart,
    runCount: computed(() => passed.value.length),
    canFold,
    toggleFold,
    setFilter,
    sortBy,
    actOnColumn,
    resizeColumn: resize,
    dropColumn(key, targetKey) {
      table.look({ columns: moveColumn(table.view.columns, key, targetKey) })
    }
  }
}
