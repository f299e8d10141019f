/** Which command stands where in the application menu; the commands themselves are a shared table. */
import type { MenuItemConstructorOptions } from 'electron'
import { commands, type CommandId } from '@shared/commands'

export interface MenuOptions {
  readonly applicationName: string
  readonly platform: NodeJS.Platform
  /** Adds what only developers need. */
  readonly isDevelopment: boolean
  /** Carries out a command of the shared table: it is the page's to do. */
  onChoose(id: CommandId): void
  onShowAbout(): void
}

type Entry = CommandId | 'separator' | MenuItemConstructorOptions

export function createMenuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { applicationName, platform, isDevelopment, onShowAbout } = options
  const isMac = platform === 'darwin'
  const about = { label: `About ${applicationName}`, click: onShowAbout }
  const menus: Readonly<Record<string, readonly Entry[]>> = {
    File: [
      'open-experiment',
      'open-model',
      'import-runs',
      'save-experiment',
      'revert-experiment',
      'separator',
      'rename-run',
      'show-run-folder',
      'open-run-experiment',
      'separator',
      'export-capsule',
      'export-capsule-weights',
      'export-tensorboard',
      'export-csv',
      'export-json',
      ...(isMac ? [] : (['separator', 'show-settings', { role: 'quit' }] as const))
    ],
    // Text fields take their keys from it on macOS.
    Edit: [
      { role: 'undo' },
      { role: 'redo' },
      'separator',
      'undo-change',
      'redo-change',
      'separator',
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' }
    ],
    Training: [
      'start-training',
      'pause-training',
      'step-training',
      'stop-training',
      'separator',
      'add-to-queue',
      'hold-queue',
      'separator',
      'restart-trainer'
    ],
    View: [
      'show-data',
      'show-model',
      'show-train',
      'show-runs',
      'show-compare',
      'show-compute',
      'separator',
      'toggle-runs-panel',
      'toggle-theme',
      'show-commands',
      'separator',
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(isDevelopment ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const) : [])
    ],
    Help: ['show-trainer-log', ...(isMac ? [] : [about])]
  }
  const own = Object.entries(menus).map(([label, entries]) => ({
    label,
    submenu: entries.map((entry) => createItem(entry, options))
  }))
  return isMac ? [createMacMenu(about, options), ...own] : own
}

function createItem(
  entry: Entry,
  { onChoose }: Pick<MenuOptions, 'onChoose'>
): MenuItemConstructorOptions {
  if (entry === 'separator') return { type: 'separator' }
  if (typeof entry !== 'string') return entry
  const { label, accelerator } = commands[entry]
  return {
    id: entry,
    label,
    click: () => onChoose(entry),
    ...(accelerator === null ? {} : { accelerator })
  }
}

/** On macOS the first menu carries the application's name. */
function createMacMenu(
  about: MenuItemConstructorOptions,
  options: MenuOptions
): MenuItemConstructorOptions {
  return {
    label: options.applicationName,
    submenu: [
      about,
      createItem('separator', options),
      createItem('show-settings', options),
      createItem('separator', options),
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'quit' }
    ]
  }
}
