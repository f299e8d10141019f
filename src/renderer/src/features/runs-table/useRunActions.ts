/** What can be done with marked runs: each in one go, each to be taken back, each told in a sentence. */
import { useRouter } from 'vue-router'
import type { RunMarks, RunRecord } from '@shared/run'
import { countRuns } from '../../run-words'
import { useComparisonStore } from '../../stores/comparison'
import { useMessagesStore } from '../../stores/messages'
import { useRunMarksStore } from '../../stores/run-marks'
import { useRunsStore } from '../../stores/runs'

/** As the schema of the marks has it. */
const MOST_TAGS = 50
const LONGEST_TAG = 60

export interface RunActions {
  star(runIds: readonly string[], isStarred: boolean): void
  /** Stars them, or when all are starred takes the stars away. */
  toggleStar(runIds: readonly string[]): void
  addTag(runIds: readonly string[], tag: string): void
  removeTag(runIds: readonly string[], tag: string): void
  archive(runIds: readonly string[], isArchived: boolean): void
  recolor(runIds: readonly string[], color: number): void
  rename(runId: string, name: string): void
  /** Gives each of these runs its new name. */
  renameAll(names: ReadonlyMap<string, string>): void
  writeNote(runId: string, note: string): void
  /** Removes archived runs; there is no way back. */
  discard(runIds: readonly string[]): void
  compare(runIds: readonly string[]): void
  /** Draws a run in every chart, or draws it no longer. */
  toggleVisible(runIds: readonly string[]): void
  openInTrain(runId: string): void
  undo(): void
  redo(): void
}

export function useRunActions(): RunActions {
  const router = useRouter()
  const runs = useRunsStore()
  const store = useRunMarksStore()
  const comparison = useComparisonStore()
  const messages = useMessagesStore()

  const nameOf = (runIds: readonly string[]): string => {
    const only = runIds.length === 1 ? runs.get(runIds[0] ?? '')?.name : undefined
    return only === undefined ? countRuns(runIds.length) : `“${only}”`
  }

  function mark(
    runIds: readonly string[],
    patch: (marks: RunMarks) => Partial<RunMarks>,
    label: string
  ): Promise<number> {
    return store.mark(runIds, patch, { label })
  }

  const attempt = (action: () => Promise<unknown>): void => void messages.attempt(action)

  function star(runIds: readonly string[], isStarred: boolean): void {
    const label = `${isStarred ? 'the star' : 'taking away the star'} of ${nameOf(runIds)}`
    attempt(() => mark(runIds, () => ({ isStarred }), label))
  }

  function archive(runIds: readonly string[], isArchived: boolean): void {
    const verb = isArchived ? 'archiving' : 'restoring'
    const done = isArchived ? 'Archived' : 'Restored'
    const name = nameOf(runIds)
    attempt(async () => {
      const count = await mark(runIds, () => ({ isArchived }), `${verb} ${name}`)
      if (count > 0) messages.showNotice(`${done} ${name}. Ctrl+Z takes that back.`)
    })
  }

  function addTag(runIds: readonly string[], typed: string): void {
    const tag = typed.trim().slice(0, LONGEST_TAG)
    if (tag === '') return
    const patch = ({ tags }: RunMarks): Partial<RunMarks> =>
      tags.includes(tag) || tags.length >= MOST_TAGS ? {} : { tags: [...tags, tag] }
    attempt(() => mark(runIds, patch, `the tag “${tag}” of ${nameOf(runIds)}`))
  }

  function removeTag(runIds: readonly string[], tag: string): void {
    const patch = ({ tags }: RunMarks): Partial<RunMarks> => ({
      tags: tags.filter((one) => one !== tag)
    })
    attempt(() => mark(runIds, patch, `taking away the tag “${tag}” of ${nameOf(runIds)}`))
  }

  function renameAll(names: ReadonlyMap<string, string>): void {
    const runIds = [...names.keys()]
    if (runIds.length === 0) {
      messages.showNotice('Nothing to say: no other run has the same name, or nothing differs.')
      return
    }
    const label = `naming ${nameOf(runIds)} after what differs`
    const toName = ({ id }: RunRecord): { name: string } | object => {
      const name = names.get(id)
      return name === undefined ? {} : { name }
    }
    attempt(async () => {
      const count = await store.change(runIds, toName, { label })
      messages.showNotice(`Named ${countRuns(count)} after what differs. Ctrl+Z takes that back.`)
    })
  }

  function discard(runIds: readonly string[]): void {
    const name = nameOf(runIds)
    attempt(async () => {
      await store.discard(runIds)
      messages.showNotice(`Deleted ${name}.`)
    })
  }

  function toggleVisible(runIds: readonly string[]): void {
    const visible = new Set(comparison.visible.map(({ id }) => id))
    comparison.setVisible(runIds, !runIds.every((id) => visible.has(id)))
  }

  return {
    star,
    toggleStar(runIds) {
      star(runIds, !runIds.every((id) => runs.get(id)?.marks.isStarred))
    },
    addTag,
    removeTag,
    archive,
    recolor: (runIds, color) =>
      attempt(() =>
        store.change(runIds, () => ({ color }), { label: `the colour of ${nameOf(runIds)}` })
      ),
    rename: (runId, name) =>
      attempt(() =>
        store.change([runId], () => (name.trim() === '' ? {} : { name }), {
          label: `the name of ${nameOf([runId])}`
        })
      ),
    renameAll,
    writeNote: (runId, note) =>
      attempt(() =>
        store.mark(
          [runId],
          { note },
          {
            label: `the note of ${nameOf([runId])}`,
            mergeKey: `note:${runId}`
          }
        )
      ),
    discard,
    compare(runIds) {
      comparison.set(runIds)
      void router.push('/compare')
    },
    toggleVisible,
    openInTrain(runId) {
      runs.select(runId)
      void router.push('/train')
    },
    undo: () => attempt(async () => tellUndone('Undone', await store.undo())),
    redo: () => attempt(async () => tellUndone('Done again', await store.redo()))
  }

  function tellUndone(word: string, label: string | null): void {
    if (label !== null) messages.showNotice(`${word}: ${label}.`)
  }
}
