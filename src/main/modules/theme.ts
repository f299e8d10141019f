/** The theme of everything that the page does not draw: title bar, menus, dialogs, and the page's colour scheme. */
import { nativeTheme } from 'electron'
import type { SettingsModule } from './settings'

export function followTheme(settings: SettingsModule): void {
  settings.watch(({ theme }) => {
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme
  })
}
