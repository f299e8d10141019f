/** The runs panel: beside the page and remembered, or, in a narrow window, laid over it while needed. */
import { useMediaQuery } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import { useSettingsStore } from '../stores/settings'
import { useWindowStore } from '../stores/window'

/** Below this, list and charts side by side are both too small: 200 % zoom of a small window. */
const NARROW_QUERY = '(max-width: 760px)'

export interface RunsPanel {
  readonly isNarrow: Readonly<{ value: boolean }>
  readonly isOpen: ComputedRef<boolean>
  open(): void
  close(): void
  toggle(): void
}

export function useRunsPanel(): RunsPanel {
  const settings = useSettingsStore()
  const page = useWindowStore()
  const isNarrow = useMediaQuery(NARROW_QUERY)
  const isOpen = computed(() =>
    isNarrow.value ? page.isRunsOverlayOpen : settings.values.isRunsPanelOpen
  )

  function setOpen(open: boolean): void {
    if (isNarrow.value) page.isRunsOverlayOpen = open
    else void settings.update({ isRunsPanelOpen: open })
  }

  return {
    isNarrow,
    isOpen,
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle: () => setOpen(!isOpen.value)
  }
}
