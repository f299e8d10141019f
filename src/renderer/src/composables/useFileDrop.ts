/** Files dropped anywhere on the window: never a navigation, and only one kind of them is of use. */
import { useEventListener } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'

/** `isDragging` is true while files hang over the window. */
export function useFileDrop(onDrop: (files: readonly File[]) => void): {
  isDragging: Readonly<ShallowRef<boolean>>
} {
  const isDragging = shallowRef(false)

  function prevent(event: DragEvent): void {
    event.preventDefault()
    const hasFiles = Array.from(event.dataTransfer?.types ?? []).includes('Files')
    if (event.dataTransfer) event.dataTransfer.dropEffect = hasFiles ? 'copy' : 'none'
    isDragging.value = hasFiles
  }

  useEventListener(window, 'dragenter', prevent)
  useEventListener(window, 'dragover', prevent)
  useEventListener(window, 'dragleave', (event: DragEvent) => {
    // Leaving the window, not one element for the next.
    if (event.relatedTarget === null) isDragging.value = false
  })
  useEventListener(window, 'drop', (event: DragEvent) => {
    event.preventDefault()
    isDragging.value = false
    const files = Array.from(event.dataTransfer?.files ?? [])
    if (files.length > 0) onDrop(files)
  })

  return { isDragging }
}
