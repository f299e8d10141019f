/** The one window: sandboxed, where and as large as it was left, shown once there is something to see. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { createRestartBudget } from '@host/restart-budget'
import type { Locations } from '../application'
import {
  fitBounds,
  MIN_HEIGHT,
  MIN_WIDTH,
  readWindowState,
  writeWindowState
} from '../window-state'

/** The page's own background, so that nothing flashes before it is there. */
const BACKGROUND = { light: '#f3f4f6', dark: '#12161c' }

export interface WindowOptions {
  readonly locations: Locations
  readonly icon: string
  readonly stateFile: string
  warn(sentence: string): void
}

export function createWindow({ locations, icon, stateFile, warn }: WindowOptions): BrowserWindow {
  const state = readWindowState(stateFile)
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...fitBounds(state, screens),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    title: 'Receptive',
    icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: locations.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false
    }
  })
  if (state?.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    try {
      writeWindowState(stateFile, {
        bounds: window.getNormalBounds(),
        isMaximized: window.isMaximized()
      })
    } catch (error) {
      warn((error as Error).message)
    }
  })
  reloadAfterCrash(window, warn)
  void window.loadURL(locations.pageUrl)
  return window
}

/** Training goes on meanwhile, and a new page finds everything again. A page that crashes at once is left alone. */
function reloadAfterCrash(window: BrowserWindow, warn: (sentence: string) => void): void {
  const budget = createRestartBudget()
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    warn(`The page crashed (${reason}).`)
    if (budget.spend() !== null) window.webContents.reload()
  })
}
