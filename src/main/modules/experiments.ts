/** Experiments, for the page: the library of the workspace, and the dialog that opens another one. */
import { dialog, type BrowserWindow } from 'electron'
import type { ExperimentLibrary } from '@store/experiment-library'
import type { AppHandlers } from '../ipc'

export function createExperiments(
  library: ExperimentLibrary,
  getWindow: () => BrowserWindow | null
): Pick<AppHandlers, 'listExperiments' | 'openExperiment' | 'importExperiment' | 'keepDraft'> {
  return {
    listExperiments: () => library.list(),
    importExperiment: ({ fileName, text }) => library.importText(fileName, text),
    keepDraft: ({ experimentId, draft }) => library.keepDraft(experimentId, draft),
    async openExperiment() {
      const window = getWindow()
      if (!window) return null
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open experiment',
        properties: ['openFile'],
        filters: [{ name: 'Experiment', extensions: ['json'] }]
      })
      const [path] = filePaths
      return canceled || path === undefined ? null : library.open(path)
    }
  }
}
