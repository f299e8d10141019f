/** What the first picture of a page need not wait for. */
import { onMounted, onScopeDispose, shallowRef, watch, type Ref } from 'vue'

/** Turns true once `isBusy` is false after the page was mounted, and what was there then has been painted. */
export function useAfterFirstPaint(isBusy: () => boolean): Readonly<Ref<boolean>> {
  const isAfter = shallowRef(false)
  let frame = 0
  onMounted(() => {
    watch(
      isBusy,
      (isStillBusy) => {
        cancelAnimationFrame(frame)
        if (isStillBusy || isAfter.value) return
        // What is drawn is drawn in the first frame, and seen before the third.
        frame = requestAnimationFrame(() => {
          frame = requestAnimationFrame(() => {
            frame = requestAnimationFrame(() => (isAfter.value = true))
          })
        })
      },
      { immediate: true }
    )
  })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return isAfter
}
