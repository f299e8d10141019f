/** The size of an element's content, as the browser last laid it out. */
import { useResizeObserver } from '@vueuse/core'
import { shallowRef, type Ref } from 'vue'

/**
 * Zero until the first layout. Nothing is measured when the element is mounted: each of many charts that did so would
 * have the whole page laid out anew.
 */
export function useBoxSize(element: Readonly<Ref<HTMLElement | null>>): {
  width: Readonly<Ref<number>>
  height: Readonly<Ref<number>>
} {
  const width = shallowRef(0)
  const height = shallowRef(0)
  useResizeObserver(element, ([entry]) => {
    if (!entry) return
    width.value = entry.contentRect.width
    height.value = entry.contentRect.height
  })
  return { width, height }
}
