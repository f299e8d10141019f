/** Data sets: what the trainer knows of them, the folders that the user names, imports and downloads. */
import { dialog, type BrowserWindow } from 'electron'
import { toWireError } from '@shared/contract/define'
import type { DatasetService } from '@host/dataset-service'
import type { TrainingService } from '@host/training-service'
import type { AppHandlers, Broadcast } from '../ipc'
import type { SettingsModule } from './settings'

export function createDatasets({
  service,
  datasets,
  settings,
  getWindow,
  broadcast
}: {
  service: TrainingService
  datasets: DatasetService
  settings: SettingsModule
  getWindow(): BrowserWindow | null
  broadcast: Broadcast
}): Pick<
  AppHandlers,
  | 'listDatasets'
  | 'chooseDatasetFolder'
  | 'importDataset'
  | 'downloadDataset'
  | 'getImport'
  | 'cancelImport'
  | 'deleteDataset'
> {
  datasets.onProgress((progress) => broadcast('onImportProgress', progress))
  datasets.onEnd(({ imported, error }) =>
    broadcast('onDidEndImport', { imported, error: error && toWireError(error) })
  )

  async function choose(ask: 'files' | 'folder'): Promise<string[]> {
    const window = getWindow()
    if (!window) return []
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: ask === 'files' ? 'Import a data set from files' : 'Import a folder of pictures',
      properties: ask === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory']
    })
    return canceled ? [] : filePaths
  }

  return {
    async importDataset({ ask, paths, options }) {
      const chosen = ask === undefined ? paths : await choose(ask)
      return chosen.length > 0 ? datasets.import(chosen, options) : null
    },
    downloadDataset: ({ datasetId }) => datasets.download(datasetId),
    getImport: () => datasets.getImport(),
    cancelImport: () => datasets.cancel(),
    deleteDataset: ({ datasetId }) => datasets.delete(datasetId),
    listDatasets: () => service.listDatasets(),
    async chooseDatasetFolder({ datasetId }) {
      const window = getWindow()
      if (!window) return null
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Choose the folder of the data set',
        properties: ['openDirectory']
      })
      const [folder] = filePaths
      if (canceled || folder === undefined) return null
      const status = await service.getDatasetStatus({ id: datasetId, folder })
      // A folder without the files is looked at and told, but not remembered.
      if (status.isReady) {
        const { datasetFolders } = settings.get()
        settings.update({ datasetFolders: { ...datasetFolders, [datasetId]: folder } })
      }
      return status
    }
  }
}
