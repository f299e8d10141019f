/** Files that come into the window and leave it: models of other programs, and what is saved or dragged out. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { dialog, nativeImage, type BrowserWindow } from 'electron'
import type { InspectorHost } from '@host/inspector-host'
import type { SavedFile } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import { modelFileExtensions } from '@shared/model-file'
import type { Workspace } from '@store/workspace'
import { writePicture } from '../clipboard-picture'
import type { AppHandlers } from '../ipc'
import { toSafeFileName } from '@shared/safe-file-name'

export function createFiles({
  getWindow,
  inspector,
  workspace: { cacheFolder, weightsFolder },
  iconFile
}: {
  getWindow(): BrowserWindow | null
  inspector: InspectorHost
  workspace: Workspace
  /** What hangs under the pointer while a file is dragged. */
  iconFile: string
}): Pick<AppHandlers, 'readModelFile' | 'saveFile' | 'dragFile' | 'copyPicture'> {
  async function choose(): Promise<string | null> {
    const window = getWindow()
    if (!window) return null
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Open model',
      properties: ['openFile'],
      filters: [{ name: 'Model', extensions: [...modelFileExtensions] }]
    })
    return canceled ? null : (filePaths[0] ?? null)
  }

  return {
    async readModelFile({ path }) {
      const file = path ?? (await choose())
      if (file === null) return null
      return inspector.ask(({ call }) => call.readModelFile({ path: file, weightsFolder }))
    },
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
    },
    copyPicture: ({ png }) => writePicture(png)
  }
}

function write(file: string, content: SavedFile['content']): void {
  try {
    writeFileSync(file, content)
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${describeFileError(error)}.`)
  }
}
