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
import { useAppClient } from '../app-client'
import { useComparisonStore } from './comparison'
import { useMessagesStore } from './messages'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

/** How the list was before its last change. */
interface Undo {
  /** What was done, as a sentence. */
  readonly text: string
  readonly views: ComparisonViews
  readonly openSlug: string | null
}

export const useComparisonViewsStore = defineStore('comparison-views', () => {
  const app = useAppClient()
  const compared = useComparisonStore()
  const messages = useMessagesStore()
  const runs = useRunsStore()
  const settings = useSettingsStore()
  /** Null until they are known. */
  const known = shallowRef<ComparisonViews | null>(null)
  const undoing = shallowRef<Undo | null>(null)

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
  const undoText = computed(() => undoing.value?.text ?? null)

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

  function open({ comparison, curveView, slug }: ComparisonView): void {
    compared.show(comparison, slug)
    void settings.update({ curveView })
  }

  /** Stores another list, and remembers this one. @throws the sentence why it cannot be stored; nothing has changed then. */
  async function change(next: ComparisonViews, slug: string | null, text: string): Promise<void> {
    const before: Undo = { text, views: views.value, openSlug: openSlug.value }
    await store(next, slug)
    undoing.value = before
  }

  async function store(next: ComparisonViews, slug: string | null): Promise<void> {
    await app.call.setComparisonViews({ views: [...next] })
    known.value = next
    if (slug !== openSlug.value) await settings.update({ comparisonView: slug })
  }

  /** Keeps what is looked at under a name, and looks at that view from now on; one of that name is replaced. */
  async function save(name: string): Promise<void> {
    const next = saveView(views.value, name, look.value)
    if (next.length > MOST_COMPARISON_VIEWS) {
      throw new Error(`More than ${MOST_COMPARISON_VIEWS} views are not kept. Delete one first.`)
    }
    const text = findByName(views.value, name) ? 'Replaced' : 'Saved'
    await change(next, findByName(next, name)?.slug ?? null, `${text} “${name.trim()}”.`)
  }

  /** @throws an Error with a sentence where another view has that name. */
  async function rename(view: ComparisonView, name: string): Promise<void> {
    const other = findByName(views.value, name)
    if (other === view) return
    if (other) throw new Error(`There is another view named “${other.name}”.`)
    const next = renameView(views.value, view.slug, name)
    const isOpen = openSlug.value === view.slug
    const slug = isOpen ? (findByName(next, name)?.slug ?? null) : openSlug.value
    await change(next, slug, `Renamed “${view.name}” to “${name.trim()}”.`)
  }

  /** What is looked at stays; it has no name then. */
  function remove(view: ComparisonView): Promise<void> {
    return change(removeView(views.value, view.slug), openSlug.value, `Deleted “${view.name}”.`)
  }

  /** Takes back the last change of the list. */
  async function undo(): Promise<void> {
    const before = undoing.value
    if (!before) return
    await store(before.views, before.openSlug)
    undoing.value = null
  }

  return {
    views,
    current,
    isChanged,
    undoText,
    load,
    countGone,
    open,
    save,
    rename,
    remove,
    undo
  }
})
