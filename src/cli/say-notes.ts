/** Says the notes of a run when they come: one that is held for want of disk space would look as if it hung. */
import type { RunRecord } from '@shared/run'
import type { RunStore } from '@store/run-store'

/** Says each note once: those of `run` now, later ones until the store closes. */
export function sayNotes(store: RunStore, run: RunRecord, say: (note: string) => void): void {
  const said = new Set<string>()
  const sayNew = ({ id, notes }: RunRecord): void => {
    if (id !== run.id) return
    for (const note of notes.filter((one) => !said.has(one))) {
      said.add(note)
      say(note)
    }
  }
  sayNew(run)
  store.onDidChangeRun(sayNew)
}
