/** Runs that come from files and leave as files, for the page: the dialogs, and what was dropped or is dragged. */
import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import { UserError } from '@shared/contract/define'
import { runExportFormats, type RunExportFormat } from '@shared/run-export/run-content'
import { exportRun } from '@store/export-run'
import { exportRuns } from '@store/export-runs'
import { findRunFiles, importRuns } from '@store/imports'
import type { RunStore } from '@store/run-store'
import type { DragFolder } from '../drag-folder'
import type { AppHandlers, Broadcast } from '../ipc'
import { toSafeFileName } from '@shared/safe-file-name'

export function createRunFiles({
  store,
  getWindow,
  dragged,
  writtenBy,
  broadcast
}: {
  store: RunStore
  getWindow(): BrowserWindow | null
  dragged: DragFolder
  /** `Receptive 1.2.3`. */
  writtenBy: string
  broadcast: Broadcast
}): Pick<
  AppHandlers,
  'findRunFiles' | 'importRuns' | 'exportRun' | 'exportRuns' | 'cancelRunFiles' | 'dragRun'
> {
  const atWork = new Set<AbortController>()

  /** What `cancelRunFiles` ends. */
  async function cancellable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    atWork.add(controller)
    try {
      return await work(controller.signal)
    } finally {
      atWork.delete(controller)
    }
  }

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
    findRunFiles: ({ paths }) =>
      cancellable(async (signal) => {
        const found = await findRunFiles(paths, { signal })
        return signal.aborted ? null : found
      }),
    async importRuns({ paths }) {
      const chosen = paths ?? (await chooseFiles())
      const imported = await cancellable((signal) => importRuns(store, chosen, { signal }))
      return imported.map(({ record }) => record)
    },
    cancelRunFiles() {
      for (const controller of atWork) controller.abort()
    },
    async exportRun({ runId, format, options: { withWeights } }) {
      const path = await choosePlace(toSafeFileName(store.getRun(runId).name), format)
      if (path === null) return null
      if (format === 'tensorboard') refuseFile(path)
      await exportRun(store, { runId, format, path, withWeights, writtenBy })
      return basename(path)
    },
    exportRuns: ({ runIds, format, options: { withWeights } }) =>
      cancellable(async (signal) => {
        const folder = await chooseFolder(runIds.length)
        if (folder === null) return null
        const onProgress = (done: number): void =>
          broadcast('onRunExportProgress', { done, total: runIds.length })
        const request = { runIds, format, folder, withWeights, writtenBy, signal, onProgress }
        const written = await exportRuns(store, request)
        return { ...written, folderName: basename(folder), isCancelled: signal.aborted }
      }),
    dragRun: ({ runId, options: { withWeights } }) =>
      dragged.drag(`${toSafeFileName(store.getRun(runId).name)}.receptive`, (path) =>
        exportRun(store, { runId, format: 'capsule', path, withWeights, writtenBy })
      )
  }
}

/** Event files need a folder, and a file in its place is not removed for it. */
function refuseFile(path: string): void {
  if (!existsSync(path) || statSync(path).isDirectory()) return
  throw new UserError(`${path} is a file; event files need a folder. Choose another name.`)
}
