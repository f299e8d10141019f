/** Receptive's main process: what the application does, one line a duty. */
import { join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import { getSettingsFile } from '@host/app-folders'
import { DatasetService } from '@host/dataset-service'
import { InspectorHost } from '@host/inspector-host'
import { openRotatingLog } from '@host/rotating-log'
import { TrainerHost } from '@host/trainer-host'
import { TrainingQueue } from '@host/training-queue'
import { TrainingService } from '@host/training-service'
import { createExperimentLibrary } from '@store/experiment-library'
import { RunStore } from '@store/run-store'
import { createWorkspace } from '@store/workspace'
import { lockWorkspace } from '@store/workspace-lock'
import { findLocations, type WindowHolder } from './application'
import { readOption } from './command-line'
import { createDragFolder } from './drag-folder'
import { createElectronTrainerStarter } from './electron-trainer-starter'
import { createBroadcast, serveCalls } from './ipc'
import { createAbout } from './modules/about'
import { createComparisonViews } from './modules/comparison-views'
import { createDatasets } from './modules/datasets'
import { createExperiments } from './modules/experiments'
import { createFiles } from './modules/files'
import { createInspection } from './modules/inspection'
import { openMainLog } from './modules/log'
import { createMenu } from './modules/menu'
import { declarePageScheme, servePage } from './modules/page-protocol'
import { guardClose, handleQuit } from './modules/quit'
import { createQueue } from './modules/queue'
import { createRunFiles } from './modules/run-files'
import { createRuns } from './modules/runs'
import { denyByDefault } from './modules/security'
import { createSettings } from './modules/settings'
import { followTheme } from './modules/theme'
import { createTrainer } from './modules/trainer'
import { createWindow } from './modules/window'

const windowHolder: WindowHolder = { current: null }
const getWindow = (): BrowserWindow | null => windowHolder.current

chooseUserData()
// Before anything else: a second instance must not touch a file of the first.
if (app.requestSingleInstanceLock()) {
  // As root Chromium cannot have a sandbox, and whoever starts it so has said so; enableSandbox would overrule that.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  declarePageScheme()
  app.on('second-instance', focusWindow)
  app.whenReady().then(start).catch(fail)
} else {
  app.quit()
}

function start(): void {
  const locations = findLocations(__dirname, process.argv)
  const workspace = createWorkspace(locations.workspaceFolder)
  const { readOnlyReason } = workspace
  if (readOnlyReason === null) app.once('quit', lockWorkspace(workspace).release)
  const { warn } = openMainLog(workspace)
  const broadcast = createBroadcast(getWindow)

  denyByDefault(locations.pageOrigin)
  servePage(locations.rendererFolder)
  const settings = createSettings({
    file: getSettingsFile(locations.userDataFolder),
    broadcast,
    warn
  })
  followTheme(settings)
  const datasets = new DatasetService({
    workspace,
    importerFile: locations.importerFile,
    getNamedFolders: () => settings.get().datasetFolders
  })
  const store = new RunStore(workspace, { warn })
  const logFile = join(workspace.logsFolder, 'trainer.log')
  const host = new TrainerHost({
    starter: createElectronTrainerStarter(locations.trainerFile),
    log: openRotatingLog(logFile),
    isTraining: () => service.isBusy
  })
  const service: TrainingService = new TrainingService({
    host,
    store,
    workspace,
    applicationVersion: app.getVersion(),
    getDatasetFolders: () => datasets.getFolders()
  })
  const inspectorLog = openRotatingLog(join(workspace.logsFolder, 'inspector.log'))
  const prober = new InspectorHost({
    starter: createElectronTrainerStarter(locations.inspectorFile, 'Receptive probe'),
    onOutput: inspectorLog.write,
    idleMs: 0
  })
  const inspector = new InspectorHost({
    starter: createElectronTrainerStarter(locations.inspectorFile, 'Receptive inspector'),
    onOutput: inspectorLog.write
  })
  const queue = new TrainingQueue({ file: workspace.queueFile, service, host, store, warn })

  const library = createExperimentLibrary({
    shippedFolder: join(locations.applicationFolder, 'resources', 'experiments'),
    openedFolder: workspace.experimentsFolder,
    draftsFolder: workspace.draftsFolder,
    warn
  })

  const iconFile = join(locations.applicationFolder, 'resources', 'icon.png')
  const dragged = createDragFolder({ cacheFolder: workspace.cacheFolder, iconFile, getWindow })
  serveCalls({
    origin: locations.pageOrigin,
    getWindow,
    warn,
    handlers: {
      ...settings.handlers,
      ...createAbout({ locations, readOnlyReason, host, logFile }),
      ...createExperiments(library, getWindow),
      ...createFiles({ getWindow, inspector, workspace, dragged }),
      ...createDatasets({ service, datasets, settings, getWindow, broadcast }),
      ...createInspection({
        inspector,
        prober,
        getRunFolder: (runId) => store.getRunFolder(runId),
        datasets,
        workspace
      }),
      ...createRuns({ store, service, queue, broadcast }),
      ...createRunFiles({
        store,
        getWindow,
        dragged,
        writtenBy: `Receptive ${app.getVersion()}`,
        broadcast
      }),
      ...createQueue(queue, broadcast),
      ...createComparisonViews(workspace.comparisonsFile),
      ...createTrainer({ host, logFile, broadcast })
    }
  })
  // TensorFlow loads while the window opens.
  host.start()
  createMenu(broadcast)
  handleQuit({ host, service, queue, store, getWindow })
  app.on('will-quit', () => {
    datasets.dispose()
    inspector.end()
    prober.end()
  })
  openWindow()

  function openWindow(): void {
    const window = createWindow({
      locations,
      icon: iconFile,
      stateFile: join(locations.userDataFolder, 'window.json'),
      warn
    })
    windowHolder.current = window
    guardClose(window, service)
    window.once('closed', () => {
      windowHolder.current = null
    })
  }
}

/** Must come before anything asks Electron for a path. */
function chooseUserData(): void {
  app.setName('Receptive')
  const given = readOption(process.argv, 'user-data-dir')
  app.setPath('userData', given ?? join(app.getPath('appData'), 'Receptive'))
}

function focusWindow(): void {
  const window = getWindow()
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Nothing works without a workspace, for example; the sentence goes into a dialog, and to the terminal. */
function fail(error: Error): void {
  console.error(`Receptive cannot start: ${error.message}`)
  dialog.showErrorBox('Receptive cannot start', error.message)
  app.exit(1)
}
