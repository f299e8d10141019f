/** Main's own log: a file in the workspace, and the terminal while developing. */
import { join } from 'node:path'
import { app } from 'electron'
import log from 'electron-log/main'
import type { Workspace } from '@store/workspace'

export interface MainLog {
  readonly file: string
  info(sentence: string): void
  warn(sentence: string): void
}

/** Also catches what nobody else has, instead of Electron's dialog with a stack. */
export function openMainLog({ logsFolder }: Workspace): MainLog {
  const file = join(logsFolder, 'main.log')
  log.transports.file.resolvePathFn = () => file
  log.transports.console.level = app.isPackaged ? false : 'warn'
  log.errorHandler.startCatching({ showDialog: false })
  return {
    file,
    info: (sentence) => log.info(sentence),
    warn: (sentence) => log.warn(sentence)
  }
}
