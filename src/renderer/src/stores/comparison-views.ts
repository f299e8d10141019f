/** The named comparisons of the workspace: opened, kept, renamed, removed, and each change of the list taken back. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  findByName,
  isSameLook,
  MOST_COMPARISON_VIEWS,
  removeView,
  renameView,
  saveView,
  type ComparisonLook,
  type ComparisonView,
  type ComparisonViews
} from '@shared/comparison-views'
import { NO_EDITS, recordEdit, redoEdit, undoEdit, type EditHistory } from '@shared/edit-history'
import { useAppClient } from '../app-client'
import { createTurns } from './turns'
import { useComparisonStore } from './comparison'
import { useMessagesStore } from './messages'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

interface ListState {
  readonly views: ComparisonViews
  /** The view that is looked at. */
  readonly openSlug: string | null
}

/** What was shown, and under the link of which view. */
interface Shown extends ComparisonLook {
  readonly slug: string | null
}

export const useComparisonViewsStore = defineStore('comparison-views', () => {
  const app = useAppClient()
  const compared = useComparisonStore()
  const messages = useMessagesStore()
  const runs = useRunsStore()
  const settings = useSettingsStore()
  /** Null until they are known. */
  const known = shallowRef<ComparisonViews | null>(null)
  /** The labels are whole sentences: they stand beside the button that takes back. */
  const history = shallowRef<EditHistory<ListState>>(NO_EDITS)
  /** The last comparison that a view was opened over and that no view has as it was. */
  const left = shallowRef<Shown | null>(null)
  const { inTurn } = createTurns()

  const views = computed<ComparisonViews>(() => known.value ?? [])
  const look = computed<ComparisonLook>(() => ({
    comparison: settings.values.comparison,
    curveView: settings.values.curveView
  }))
  const openSlug = computed(() => settings.values.comparisonView)
  /** The view that is looked at, changed or not; null when there is none. */
  const current = computed(() => views.value.find(({ slug }) => slug === openSlug.value) ?? null)
  const isChanged = computed(() => current.value !== null && !isSameLook(current.value, look.value))
  /** What was done to the list last, as a sentence; null when nothing can be taken back. */
  const undoText = computed(() => history.value.done.at(-1)?.label ?? null)
  const canGoBack = computed(() => left.value !== null)

  async function load(): Promise<void> {
    if (known.value) return
    const { views: stored, problem } = await app.call.getComparisonViews(undefined)
    known.value ??= stored
    if (problem !== null) messages.showError(problem)
  }

  /** How many runs of a view are gone. */
  function countGone({ comparison }: ComparisonView): number {
    if (runs.records === null) return 0
    return comparison.runIds.filter((id) => runs.get(id) === null).length
  }

  /** A comparison that no view has as it is can be gone back to. */
  function open(view: ComparisonView): void {
    left.value = findUnsaved() ?? left.value
    show(view)
  }

  /** Shows what the last view was opened over, and remembers what is shown now if no view has it. */
  function goBack(): void {
    const before = left.value
    if (!before) return
    left.value = findUnsaved()
    show(before)
  }

  function show({ comparison, curveView, slug }: Shown): void {
    compared.show(comparison, slug)
    void settings.update({ curveView })
  }

  function findUnsaved(): Shown | null {
    const isSaved = current.value !== null && !isChanged.value
    return isSaved || compared.records.length === 0 ? null : { ...look.value, slug: openSlug.value }
  }

  /** Stores another list, and remembers this one. @throws the sentence why it cannot be stored; nothing has changed then. */
  async function change(next: ComparisonViews, slug: string | null, label: string): Promise<void> {
    const before: ListState = { views: views.value, openSlug: openSlug.value }
    await store(next, slug)
    const after: ListState = { views: next, openSlug: slug }
    history.value = recordEdit(history.value, { label, mergeKey: null, before, after })
  }

  async function store(next: ComparisonViews, slug: string | null): Promise<void> {
    await app.call.setComparisonViews({ views: [...next] })
    known.value = next
    // Another view may get that link; the comparison was none of it.
    if (left.value && !next.some((one) => one.slug === left.value?.slug)) {
      left.value = { ...left.value, slug: null }
    }
    if (slug !== openSlug.value) await settings.update({ comparisonView: slug })
  }

  /** Keeps what is looked at under a name, and looks at that view from now on; one of that name is replaced. */
  function save(name: string): Promise<void> {
    const seen = look.value
    return inTurn(async () => {
      const next = saveView(views.value, name, seen)
      if (next.length > MOST_COMPARISON_VIEWS) {
        throw new Error(`More than ${MOST_COMPARISON_VIEWS} views are not kept. Delete one first.`)
      }
      const done = findByName(views.value, name) ? 'Replaced' : 'Saved'
      await change(next, findByName(next, name)?.slug ?? null, `${done} “${name.trim()}”.`)
    })
  }

  /** @throws an Error with a sentence where another view has that name. */
  function rename({ slug, name: before }: ComparisonView, name: string): Promise<void> {
    return inTurn(async () => {
      const other = findByName(views.value, name)
      if (other?.slug === slug) return
      if (other) throw new Error(`There is another view named “${other.name}”.`)
      const next = renameView(views.value, slug, name)
      const isOpen = openSlug.value === slug
      const shown = isOpen ? (findByName(next, name)?.slug ?? null) : openSlug.value
      await change(next, shown, `Renamed “${before}” to “${name.trim()}”.`)
    })
  }

  /** What is looked at stays; it has no name then. */
  function remove({ slug, name }: ComparisonView): Promise<void> {
    return inTurn(() => {
      const shown = openSlug.value === slug ? null : openSlug.value
      return change(removeView(views.value, slug), shown, `Deleted “${name}”.`)
    })
  }

  /** Takes back the last change of the list. */
  const undo = (): Promise<void> => inTurn(() => step(undoEdit, history.value.done.at(-1)?.after))

  const redo = (): Promise<void> =>
    inTurn(() => step(redoEdit, history.value.undone.at(-1)?.before))

  /** Stores the list of another step, `from` being the one that it was left in. */
  async function step(
    take: typeof undoEdit<ListState>,
    from: ListState | undefined
  ): Promise<void> {
    const taken = take(history.value)
    if (!taken || !from) return
    // Another view that was opened meanwhile is looked at still.
    const isStillOpen = openSlug.value === from.openSlug
    await store(taken.value.views, isStillOpen ? taken.value.openSlug : openSlug.value)
    history.value = taken.history
  }

  return {
    views,
    current,
    isChanged,
    undoText,
    canGoBack,
    load,
    countGone,
    open,
    save,
    rename,
    remove,
    undo,
    redo,
    goBack
  }
})
