/** Runs that come from files and leave as files, for the page: the dialogs, and what was dropped or is dragged. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dialog, nativeImage, type BrowserWindow } from 'electron'
import { UserError } from '@shared/contract/define'
import { runExportFormats, type RunExportFormat } from '@shared/run-export/run-content'
import { exportRun } from '@store/export-run'
import { exportRuns } from '@store/export-runs'
import { holdsRuns, importRuns } from '@store/imports'
import type { RunStore } from '@store/run-store'
import type { Workspace } from '@store/workspace'
import type { AppHandlers, Broadcast } from '../ipc'
import { toSafeFileName } from '@shared/safe-file-name'

export function createRunFiles({
  store,
  workspace: { cacheFolder },
  getWindow,
  iconFile,
  writtenBy,
  broadcast
}: {
  store: RunStore
  workspace: Workspace
  getWindow(): BrowserWindow | null
  /** What hangs under the pointer while a capsule is dragged. */
  iconFile: string
  /** `Receptive 1.2.3`. */
  writtenBy: string
  broadcast: Broadcast
}): Pick<
  AppHandlers,
  'findRunFiles' | 'importRuns' | 'exportRun' | 'exportRuns' | 'cancelRunExport' | 'dragRun'
> {
  /** Of the export of many runs that is at work. */
  let exporting: AbortController | null = null

  async function chooseFiles(): Promise<string[]> {
    const window = getWindow()
    if (!window) return []
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Import runs',
      properties: ['openFile', 'multiSelections'],
      filters: [
        // Event files have their time and machine where others have an extension.
        { name: 'Run capsules, TensorBoard event files, CSV logs', extensions: ['*'] }
      ]
    })
    return canceled ? [] : filePaths
  }

  async function choosePlace(name: string, format: RunExportFormat): Promise<string | null> {
    const window = getWindow()
    if (!window) return null
    const { label, extension } = runExportFormats[format]
    const isFile = extension !== ''
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: `Export run as ${label}`,
      defaultPath: isFile ? `${name}.${extension}` : name,
      ...(isFile ? { filters: [{ name: label, extensions: [extension] }] } : {})
    })
    return canceled || !filePath ? null : filePath
  }

  async function chooseFolder(count: number): Promise<string | null> {
    const window = getWindow()
    if (!window) return null
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: `Folder for ${count} runs`,
      buttonLabel: 'Export here',
      properties: ['openDirectory', 'createDirectory']
    })
    return canceled ? null : (filePaths[0] ?? null)
  }

  return {
    findRunFiles: ({ paths }) => paths.filter(holdsRuns),
    async importRuns({ paths }) {
      const imported = await importRuns(store, paths ?? (await chooseFiles()))
      return imported.map(({ record }) => record)
    },
    async exportRun({ runId, format, options: { withWeights } }) {
      const path = await choosePlace(toSafeFileName(store.getRun(runId).name), format)
      if (path === null) return null
      if (format === 'tensorboard') refuseFile(path)
      await exportRun(store, { runId, format, path, withWeights, writtenBy })
      return basename(path)
    },
    async exportRuns({ runIds, format, options: { withWeights } }) {
      if (exporting) throw new UserError('Runs are being exported already. Wait, or cancel that.')
      const cancel = (exporting = new AbortController())
      try {
        const folder = await chooseFolder(runIds.length)
        if (folder === null) return null
        const onProgress = (done: number): void =>
          broadcast('onRunExportProgress', { done, total: runIds.length })
        const { signal } = cancel
        const request = { runIds, format, folder, withWeights, writtenBy, signal, onProgress }
        const written = await exportRuns(store, request)
        return { ...written, folderName: basename(folder), isCancelled: signal.aborted }
      } finally {
        exporting = null
      }
    },
    cancelRunExport() {
      exporting?.abort()
    },
    async dragRun({ runId, options: { withWeights } }) {
      // The desktop copies it from there when it is let go.
      const folder = join(cacheFolder, 'dragged')
      mkdirSync(folder, { recursive: true })
      const path = join(folder, `${toSafeFileName(store.getRun(runId).name)}.receptive`)
      await exportRun(store, { runId, format: 'capsule', path, withWeights, writtenBy })
      getWindow()?.webContents.startDrag({
        file: path,
        icon: nativeImage.createFromPath(iconFile).resize({ width: 32 })
      })
    }
  }
}

/** Event files need a folder, and a file in its place is not removed for it. */
function refuseFile(path: string): void {
  if (!existsSync(path) || statSync(path).isDirectory()) return
  throw new UserError(`${path} is a file; event files need a folder. Choose another name.`)
}
