/** All that the parts of the room "Runs" share: the table, cursor and marks, and what can be done. */
import { computed, inject, provide, shallowRef } from 'vue'
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue'
import { useComparisonStore } from '../../stores/comparison'
import { useWindowStore } from '../../stores/window'
import type { Line } from './arrange-rows'
import type { TableIntent } from './table-keys'
import { useMarking, type TableMarking } from './useMarking'
import { useRunActions, type RunActions } from './useRunActions'
import { useTable, type RunsTableModel } from './useTable'

/** What one part of the room asks another one for. */
export type RoomRequest = 'filter' | 'tag' | 'delete' | 'details'

export interface RunsRoom extends RunsTableModel {
  readonly visibleIds: ComputedRef<ReadonlySet<string>>
  readonly marking: TableMarking
  readonly actions: RunActions
  /** The newest request; each is a new object. */
  readonly request: ShallowRef<{ readonly kind: RoomRequest } | null>
  /** The run of a line, or all that are marked when it is one of them. */
  targetsOf(runId: string): readonly string[]
  ask(kind: RoomRequest): void
  /** Archives what is marked; in the archive, asks whether to delete it. */
  archiveOrDelete(): void
  perform(intent: TableIntent): void
}

const roomKey: InjectionKey<RunsRoom> = Symbol('runs room')

/** The room of this component and those within it. */
export function provideRoom(): RunsRoom {
  const room = createRoom()
  provide(roomKey, room)
  return room
}

export function useRoom(): RunsRoom {
  const room = inject(roomKey)
  if (!room) throw new Error('This component stands in no room of runs.')
  return room
}

function createRoom(): RunsRoom {
  const page = useWindowStore()
  const comparison = useComparisonStore()
  const actions = useRunActions()
  const table = useTable()
  const marking = useMarking(() => table.lines.value)
  const request: RunsRoom['request'] = shallowRef(null)
  const visibleIds = computed(() => new Set(comparison.visible.map(({ id }) => id)))

  const ask = (kind: RoomRequest): void => void (request.value = { kind })

  function archiveOrDelete(): void {
    if (marking.targets.value.length === 0) return
    if (table.view.value.isArchive) ask('delete')
    else actions.archive(marking.targets.value, true)
  }

  function perform(intent: TableIntent): void {
    if (intent.kind === 'mark-all') marking.toggleAll()
    else if (intent.kind === 'clear') marking.clear()
    else if (intent.kind === 'details') ask('details')
    else if (intent.kind === 'fold') fold(intent.isOpening)
    else if (marking.targets.value.length > 0) performOnRuns(intent, marking.targets.value)
    performOnLine(intent)
  }

  function performOnRuns({ kind }: TableIntent, targets: readonly string[]): void {
    if (kind === 'archive') archiveOrDelete()
    else if (kind === 'star') actions.toggleStar(targets)
    else if (kind === 'show') actions.toggleVisible(targets)
    else if (kind === 'compare') actions.compare(targets)
    else if (kind === 'tag') ask('tag')
    else if (kind === 'restore') actions.archive(targets, false)
  }

  function performOnLine({ kind }: TableIntent): void {
    const line = marking.cursor.value
    if (line === null) return
    if (line.kind === 'group') {
      if (kind === 'open' || kind === 'mark') table.toggleFold(line.id)
    } else if (kind === 'mark') marking.toggle(line.id)
    else if (kind === 'open') actions.openInTrain(line.id)
    else if (kind === 'rename') page.renamingRunId = line.id
  }

  /** Left folds what is open, else goes to the line that holds it; Right unfolds. */
  function fold(isOpening: boolean): void {
    const line = marking.cursor.value
    if (line === null) return
    if (line.isOpen === !isOpening) table.toggleFold(line.id)
    else if (!isOpening) marking.moveTo(findParent(table.lines.value, line).id)
  }

  return {
    ...table,
    visibleIds,
    marking,
    actions,
    request,
    ask,
    archiveOrDelete,
    perform,
    targetsOf: (runId) =>
      marking.marking.value.marked.has(runId) ? marking.targets.value : [runId]
  }
}

/** The nearest line above that is less deep; the line itself when there is none. */
function findParent(lines: readonly Line[], line: Line): Line {
  const depthOf = (one: Line): number => (one.kind === 'group' ? 0 : one.depth)
  const above = lines.slice(0, lines.indexOf(line)).reverse()
  return above.find((one) => depthOf(one) < depthOf(line)) ?? line
}
