/** Changes of what a person says of runs (tags, note, star, archive, name, colour), each of which can be taken back. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { NO_EDITS, recordEdit, redoEdit, undoEdit, type EditHistory } from '@shared/edit-history'
import type { RunFailure, RunLabelChange, RunMarks, RunRecord } from '@shared/run'
import { useAppClient } from '../app-client'
import { describeFailures } from '../run-words'
import { useRunsStore } from './runs'
import { createTurns } from './turns'

export interface MarkingEdit {
  /** What was done, as the end of a sentence: "archiving 3 runs". */
  readonly label: string
  /** Changes in a row with the same key are taken back as one. */
  readonly mergeKey?: string
}

export const useRunMarksStore = defineStore('run-marks', () => {
  const app = useAppClient()
  const runs = useRunsStore()
  const history = shallowRef<EditHistory<readonly RunLabelChange[]>>(NO_EDITS)
  const { inTurn } = createTurns()

  const undoLabel = computed(() => history.value.done.at(-1)?.label ?? null)
  const redoLabel = computed(() => history.value.undone.at(-1)?.label ?? null)

  /** Changes runs as `toChange` says of each; a run that it leaves as it is has no part in it. Answers how many were changed. */
  function change(
    runIds: readonly string[],
    toChange: (record: RunRecord) => Omit<RunLabelChange, 'runId'>,
    { label, mergeKey }: MarkingEdit
  ): Promise<number> {
    return inTurn(async () => {
      const records = runIds.flatMap((id) => runs.get(id) ?? [])
      const changed = records.flatMap((record) => {
        const wanted = keepDifferent(record, toChange(record))
        return wanted ? [{ record, wanted }] : []
      })
      if (changed.length === 0) return 0
      const failures = await apply(changed.map(({ wanted }) => wanted))
      const failed = new Set(failures.map(({ runId }) => runId))
      const done = changed.filter(({ record }) => !failed.has(record.id))
      if (done.length > 0) {
        const after = done.map(({ wanted }) => wanted)
        const before = done.map(({ record, wanted }) => invert(record, wanted))
        const edit = { label, mergeKey: mergeKey ?? null, before, after }
        history.value = recordEdit(history.value, edit)
      }
      refuse(failures, changed.length)
      return done.length
    })
  }

  /** Changes the marks of runs: only what `patch` names. */
  function mark(
    runIds: readonly string[],
    patch: Partial<RunMarks> | ((marks: RunMarks) => Partial<RunMarks>),
    edit: MarkingEdit
  ): Promise<number> {
    const toPatch = typeof patch === 'function' ? patch : () => patch
    return change(runIds, ({ marks }) => ({ marks: { ...marks, ...toPatch(marks) } }), edit)
  }

  /** Takes the last change back; answers what it was, null when there was none. */
  const undo = (): Promise<string | null> => inTurn(() => step(undoEdit(history.value)))

  const redo = (): Promise<string | null> => inTurn(() => step(redoEdit(history.value)))

  async function step(taken: ReturnType<typeof undoEdit<readonly RunLabelChange[]>>) {
    if (!taken) return null
    // A run that was removed meanwhile has nothing left to change.
    const changes = taken.value.filter(({ runId }) => runs.get(runId) !== null)
    const failures = await apply(changes)
    if (failures.length < changes.length || changes.length === 0) history.value = taken.history
    refuse(failures, changes.length)
    return taken.label
  }

  /** Removes archived runs for good. */
  async function discard(runIds: readonly string[]): Promise<void> {
    await app.call.discardRuns({ runIds: [...runIds] })
  }

  /**
   * Seen at once; what main tells of each run one by one is then known already. Answers which runs could not be changed:
   * they are as they were.
   */
  async function apply(changes: readonly RunLabelChange[]): Promise<readonly RunFailure[]> {
    if (changes.length === 0) return []
    const before = changes.flatMap(({ runId }) => runs.get(runId) ?? [])
    runs.takeAll(changes.flatMap((one) => toChanged(runs.get(one.runId), one)))
    try {
      const { records, failures } = await app.call.markRuns({ changes: [...changes] })
      const failed = new Set(failures.map(({ runId }) => runId))
      runs.takeAll([...records, ...before.filter(({ id }) => failed.has(id))])
      return failures
    } catch (error) {
      runs.takeAll(before)
      throw error
    }
  }

  return { undoLabel, redoLabel, change, mark, undo, redo, discard }
})

function refuse(failures: readonly RunFailure[], total: number): void {
  if (failures.length > 0) throw new Error(describeFailures(failures, total, 'changed'))
}

/** The part of a change that is one; null when there is none. */
function keepDifferent(
  record: RunRecord,
  { marks, name, color }: Omit<RunLabelChange, 'runId'>
): RunLabelChange | null {
  const different = {
    ...(marks && JSON.stringify(marks) !== JSON.stringify(record.marks) ? { marks } : {}),
    ...(name !== undefined && name.trim() !== record.name ? { name: name.trim() } : {}),
    ...(color !== undefined && color !== record.color ? { color } : {})
  }
  return Object.keys(different).length > 0 ? { runId: record.id, ...different } : null
}

/** The change that makes a run again what it is now. */
function invert(record: RunRecord, change: RunLabelChange): RunLabelChange {
  return {
    runId: record.id,
    ...(change.marks ? { marks: record.marks } : {}),
    ...(change.name !== undefined ? { name: record.name } : {}),
    ...(change.color !== undefined ? { color: record.color } : {})
  }
}

function toChanged(
  record: RunRecord | null,
  { marks, name, color }: RunLabelChange
): readonly RunRecord[] {
  if (!record) return []
  return [
    {
      ...record,
      ...(marks ? { marks } : {}),
      ...(name !== undefined ? { name } : {}),
      ...(color !== undefined ? { color } : {})
    }
  ]
}
