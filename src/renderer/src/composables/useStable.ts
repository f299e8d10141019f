/** A computed value that stays the same object while it says the same, for receivers that go by identity. */
import { computed, type ComputedRef } from 'vue'

/** `T` must be plain JSON. */
export function useStable<T>(compute: () => T): ComputedRef<T> {
  let kept: { text: string; value: T } | null = null
  return computed(() => {
    const value = compute()
    const text = JSON.stringify(value)
    if (kept?.text !== text) kept = { text, value }
    return kept.value
  })
}
