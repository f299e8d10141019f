/** Files that come into the window and leave it: models of other programs, and what is saved or dragged out. */
import { writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import type { InspectorHost } from '@host/inspector-host'
import type { SavedFile } from '@shared/contract/app'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import { modelFileExtensions } from '@shared/model-file'
import type { Workspace } from '@store/workspace'
import { writePicture } from '../clipboard-picture'
import type { DragFolder } from '../drag-folder'
import type { AppHandlers } from '../ipc'
import { toSafeFileName } from '@shared/safe-file-name'

export function createFiles({
  getWindow,
  inspector,
  workspace: { weightsFolder },
  dragged
}: {
  getWindow(): BrowserWindow | null
  inspector: InspectorHost
  workspace: Workspace
  dragged: DragFolder
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
    dragFile: ({ fileName, content }) =>
      dragged.drag(toSafeFileName(fileName), (file) => write(file, content)),
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
