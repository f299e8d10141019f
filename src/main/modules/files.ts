/** Files that leave the window: saved where the user says, or dragged out of it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { dialog, nativeImage, type BrowserWindow } from 'electron'
import type { SavedFile } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import type { Workspace } from '@store/workspace'
import type { AppHandlers } from '../ipc'
import { toSafeFileName } from '../safe-file-name'

export function createFiles({
  getWindow,
  workspace: { cacheFolder },
  iconFile
}: {
  getWindow(): BrowserWindow | null
  workspace: Workspace
  /** What hangs under the pointer while a file is dragged. */
  iconFile: string
}): Pick<AppHandlers, 'saveFile' | 'dragFile'> {
  return {
    async saveFile({ fileName, content }) {
      const window = getWindow()
      if (!window) return null
      const name = toSafeFileName(fileName)
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: `Save ${name}`,
        defaultPath: name,
        filters: [
          { name: extname(name).slice(1).toUpperCase(), extensions: [extname(name).slice(1)] }
        ]
      })
      if (canceled || !filePath) return null
      write(filePath, content)
      return basename(filePath)
    },
    dragFile({ fileName, content }) {
      // The desktop copies it from there when it is let go.
      const folder = join(cacheFolder, 'dragged')
      mkdirSync(folder, { recursive: true })
      const file = join(folder, toSafeFileName(fileName))
      write(file, content)
      getWindow()?.webContents.startDrag({
        file,
        icon: nativeImage.createFromPath(iconFile).resize({ width: 32 })
      })
    }
  }
}

function write(file: string, content: SavedFile['content']): void {
  try {
    writeFileSync(file, content)
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
  }
}
