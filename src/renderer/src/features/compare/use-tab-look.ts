/** How a tab of the comparison is looked at, as the comparison keeps it. */
import {
  computed,
  onScopeDispose,
  shallowRef,
  watch,
  type ComputedRef,
  type WritableComputedRef
} from 'vue'
import type { TabLooks } from '@shared/tab-looks'
import { useStable } from '../../composables/useStable'
import { useComparisonStore } from '../../stores/comparison'

/** Who turns a wheel or drags is not done yet. */
const SETTLED_MS = 300

export interface TabLook<Look> {
  /** The same object while it says the same. */
  readonly look: ComputedRef<Look>
  /** Seen and kept at once. */
  change(patch: Partial<Look>): void
  /** Seen at once, and kept when nothing has changed for a moment: for what changes with every move of a hand. */
  sweep(patch: Partial<Look>): void
  /** One part of the look, kept at once when it is set. */
  field<Key extends keyof Look>(key: Key): WritableComputedRef<Look[Key]>
}

/** For as long as the component lives. One for all of a tab that sweeps: what another one changes ends a sweep. */
export function useTabLook<Tab extends keyof TabLooks>(tab: Tab): TabLook<TabLooks[Tab]> {
  type Look = TabLooks[Tab]
  const comparison = useComparisonStore()
  /** What is seen and not kept yet. */
  const swept = shallowRef<Look | null>(null)
  const kept = useStable<Look>(() => comparison.looks[tab])
  const look = useStable<Look>(() => swept.value ?? kept.value)
  let timer: ReturnType<typeof setTimeout> | undefined

  function sweep(patch: Partial<Look>): void {
    swept.value = { ...look.value, ...patch }
    clearTimeout(timer)
    timer = setTimeout(settle, SETTLED_MS)
  }

  function settle(): void {
    if (swept.value) comparison.setLook(tab, swept.value)
    forget()
  }

  function forget(): void {
    clearTimeout(timer)
    swept.value = null
  }

  function change(patch: Partial<Look>): void {
    comparison.setLook(tab, { ...look.value, ...patch })
    forget()
  }

  function field<Key extends keyof Look>(key: Key): WritableComputedRef<Look[Key]> {
    return computed({
      get: () => look.value[key],
      set: (value) => change({ [key]: value } as unknown as Partial<Look>)
    })
  }

  // Another view was opened in the middle of it: what was swept is not of that view.
  watch(kept, forget, { flush: 'sync' })
  onScopeDispose(settle)
  return { look, change, sweep, field }
}
