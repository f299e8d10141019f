/** What all modules of main share: where things are, the one window, and how to speak to its page. */
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { getDefaultWorkspaceFolder } from '@host/app-folders'
import { getOrigin } from './call-border'
import { PAGE_ORIGIN } from './page-files'
import { readOption } from './command-line'

/** Where everything is. */
export interface Locations {
  /** The folder with package.json and resources. */
  readonly applicationFolder: string
  readonly userDataFolder: string
  readonly workspaceFolder: string
  readonly preloadFile: string
  readonly trainerFile: string
  readonly inspectorFile: string
  readonly importerFile: string
  readonly rendererFolder: string
  readonly pageUrl: string
  readonly pageOrigin: string
}

/** The one window, once there is one. */
export interface WindowHolder {
  current: BrowserWindow | null
}

/** `programFolder` is the one of main's own program. */
export function findLocations(programFolder: string, args: readonly string[]): Locations {
  const userDataFolder = app.getPath('userData')
  const pageUrl = findPageUrl()
  return {
    applicationFolder: app.getAppPath(),
    userDataFolder,
    workspaceFolder: readOption(args, 'workspace') ?? getDefaultWorkspaceFolder(userDataFolder),
    preloadFile: join(programFolder, '../preload/index.js'),
    trainerFile: join(programFolder, 'trainer.js'),
    inspectorFile: join(programFolder, 'inspector.js'),
    importerFile: join(programFolder, 'importer.js'),
    rendererFolder: join(programFolder, '../renderer'),
    pageUrl,
    pageOrigin: getOrigin(pageUrl) ?? PAGE_ORIGIN
  }
}

/** The built page; the development server's while developing, never in a packaged application. */
function findPageUrl(): string {
  const server = process.env.ELECTRON_RENDERER_URL
  return !app.isPackaged && server ? server : `${PAGE_ORIGIN}/index.html`
}
