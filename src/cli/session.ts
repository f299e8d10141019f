/** What a command works with: the workspace, its runs, and a trainer that is started when first needed. */
import { join } from 'node:path'
import { getDefaultWorkspaceFolder, getUserDataFolder } from '@host/app-folders'
import { DatasetService } from '@host/dataset-service'
import { createNodeTrainerStarter } from '@host/node-trainer-starter'
import { openRotatingLog } from '@host/rotating-log'
import { TrainerHost } from '@host/trainer-host'
import { TrainingService } from '@host/training-service'
import { RunStore } from '@store/run-store'
import { createWorkspace, type Workspace } from '@store/workspace'
import { version } from '../../package.json'
import { textOption, type Invocation } from './command'
import { importerFile, trainerFile } from './locations'

export interface Session {
  readonly workspace: Workspace
  readonly store: RunStore
  readonly host: TrainerHost
  readonly service: TrainingService
  readonly datasets: DatasetService
  close(): Promise<void>
}

/** The runs of the workspace that the command line names, for a command that needs no trainer. */
export function openStore(invocation: Invocation): { workspace: Workspace; store: RunStore } {
  const workspace = openWorkspace(invocation)
  if (workspace.readOnlyReason !== null) console.error(workspace.readOnlyReason)
  return { workspace, store: new RunStore(workspace, { warn: (line) => console.error(line) }) }
}

function openWorkspace(invocation: Invocation): Workspace {
  return createWorkspace(
    textOption(invocation, 'workspace') ?? getDefaultWorkspaceFolder(getUserDataFolder())
  )
}

/** Opens the workspace that the command line names. `datasetFolders` are those given with --data. */
export function openSession(
  invocation: Invocation,
  datasetFolders: Readonly<Record<string, string>> = {}
): Session {
  const { workspace, store } = openStore(invocation)
  const datasets = new DatasetService({
    workspace,
    importerFile,
    getNamedFolders: () => datasetFolders
  })
  const host = new TrainerHost({
    starter: createNodeTrainerStarter(trainerFile),
    log: openRotatingLog(join(workspace.logsFolder, 'trainer.log')),
    isTraining: () => service.isBusy,
    // A run ends with its trainer, and with the run the command: nothing would use another one.
    maxRestarts: 0
  })
  const service: TrainingService = new TrainingService({
    host,
    store,
    workspace,
    applicationVersion: version,
    // What is given with --data is meant, also where a set of that id was imported.
    getDatasetFolders: () => ({ ...datasets.getFolders(), ...datasetFolders })
  })
  return {
    workspace,
    store,
    host,
    service,
    datasets,
    async close() {
      datasets.dispose()
      await service.dispose()
      store.close()
    }
  }
}
