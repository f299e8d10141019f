/** Data sets: what the trainer knows of them, and the folders that the user names. */
import { dialog, type BrowserWindow } from 'electron'
import type { TrainingService } from '@host/training-service'
import type { AppHandlers } from '../ipc'
import type { SettingsModule } from './settings'

export function createDatasets({
  service,
  settings,
  getWindow
}: {
  service: TrainingService
  settings: SettingsModule
  getWindow(): BrowserWindow | null
}): Pick<AppHandlers, 'listDatasets' | 'chooseDatasetFolder'> {
  return {
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
