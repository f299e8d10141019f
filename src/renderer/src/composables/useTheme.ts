/** The theme in force: the setting, or the system's own; written to `data-theme` on the page. */
import { useMediaQuery } from '@vueuse/core'
import { computed, watch, type ComputedRef } from 'vue'
import { useSettingsStore } from '../stores/settings'

export type ShownTheme = 'light' | 'dark'

export function useTheme(): { theme: ComputedRef<ShownTheme>; toggle(): Promise<void> } {
  const settings = useSettingsStore()
  const isSystemDark = useMediaQuery('(prefers-color-scheme: dark)')
  const theme = computed<ShownTheme>(() => {
    const chosen = settings.values.theme
    if (chosen !== 'system') return chosen
    return isSystemDark.value ? 'dark' : 'light'
  })
  return {
    theme,
    toggle: () => settings.update({ theme: theme.value === 'dark' ? 'light' : 'dark' })
  }
}

/** Keeps the page in the theme in force; once, in the outermost component. */
export function useThemeOnPage(): void {
  const { theme } = useTheme()
  watch(theme, (shown) => document.documentElement.setAttribute('data-theme', shown), {
    immediate: true,
    flush: 'sync'
  })
}
