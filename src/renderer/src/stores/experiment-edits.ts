/** Changing the chosen experiment: undo and redo without limit, kept at once, saved under a name when wanted. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { NO_EDITS, recordEdit, redoEdit, undoEdit, type EditHistory } from '@shared/edit-history'
import type { Experiment } from '@shared/experiment'
import { useExperimentsStore } from './experiments'
import { useMessagesStore } from './messages'

export const useExperimentEditsStore = defineStore('experiment-edits', () => {
  const experiments = useExperimentsStore()
  const messages = useMessagesStore()
  /** By the id of the experiment; replaced as a whole. */
  const histories = shallowRef<ReadonlyMap<string, EditHistory<Experiment>>>(new Map())

  const experiment = computed(() => experiments.chosen?.experiment ?? null)
  const isEdited = computed(() => experiments.chosen?.isEdited ?? false)
  const history = computed(() => histories.value.get(experiments.chosen?.id ?? '') ?? NO_EDITS)
  /** What would be taken back, in words; null when there is nothing. */
  const undoLabel = computed(() => history.value.done.at(-1)?.label ?? null)
  const redoLabel = computed(() => history.value.undone.at(-1)?.label ?? null)

  /**
   * Changes the chosen experiment. `label` says what is changed ("the width shift"); edits in a row with one `mergeKey` are
   * undone together. A change that changes nothing is none.
   */
  function edit(
    label: string,
    change: (experiment: Experiment) => Experiment,
    { mergeKey = null }: { mergeKey?: string | null } = {}
  ): void {
    const before = experiment.value
    if (!before) return
    const after = change(before)
    if (isSame(before, after)) return
    apply(after, recordEdit(history.value, { label, mergeKey, before, after }))
  }

  function undo(): void {
    const undone = undoEdit(history.value)
    if (undone) apply(undone.value, undone.history)
  }

  function redo(): void {
    const redone = redoEdit(history.value)
    if (redone) apply(redone.value, redone.history)
  }

  /** Back to the experiment as it was saved; can be undone. */
  function revert(): void {
    const saved = experiments.chosen?.saved
    if (saved) edit('all changes', () => saved)
  }

  /** Makes an experiment of its own of what is shown, and goes back to what was saved under the old name. */
  async function saveAs(name: string): Promise<void> {
    const { chosen } = experiments
    if (!chosen) return
    const saved = { ...chosen.experiment, name }
    await experiments.importText(`${name}.json`, JSON.stringify(saved))
    experiments.setDraft(chosen.id, null)
    setHistory(chosen.id, NO_EDITS)
  }

  function apply(after: Experiment, next: EditHistory<Experiment>): void {
    const { chosen } = experiments
    if (!chosen) return
    setHistory(chosen.id, next)
    void messages.attempt(() =>
      experiments.setDraft(chosen.id, isSame(after, chosen.saved) ? null : after)
    )
  }

  function setHistory(id: string, next: EditHistory<Experiment>): void {
    histories.value = new Map(histories.value).set(id, next)
  }

  return { experiment, isEdited, undoLabel, redoLabel, edit, undo, redo, revert, saveAs }
})

function isSame(a: Experiment, b: Experiment): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
