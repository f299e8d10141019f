/** What a command works with: the workspace, its runs, and a trainer that is started when first needed. */
import { join } from 'node:path'
import { getDefaultWorkspaceFolder, getUserDataFolder } from '@host/app-folders'
import { DatasetService } from '@host/dataset-service'
import { createNodeTrainerStarter } from '@host/node-trainer-starter'
import { openRotatingLog } from '@host/rotating-log'
import { TrainerHost } from '@host/trainer-host'
import { TrainingService } from '@host/training-service'
import { UserError } from '@shared/contract/define'
import { RunStore } from '@store/run-store'
import { createWorkspace, type Workspace } from '@store/workspace'
import { version } from '../../package.json'
import { textOption, type Invocation } from './command'
import { importerFile, trainerFile } from './locations'
import { complain } from './output'

export interface Session {
  readonly workspace: Workspace
  readonly store: RunStore
  readonly host: TrainerHost
  readonly service: TrainingService
  readonly datasets: DatasetService
  close(): Promise<void>
}

/**
 * The runs of the workspace that the command line names, for a command that needs no trainer. @throws UserError for a
 * workspace that can only be looked at, where the command would write into it
 */
export function openStore(
  invocation: Invocation,
  { isForWriting = false }: { isForWriting?: boolean } = {}
): { workspace: Workspace; store: RunStore } {
  const workspace = openWorkspace(invocation)
  const { readOnlyReason } = workspace
  if (readOnlyReason !== null && isForWriting) throw new UserError(readOnlyReason)
  if (readOnlyReason !== null) complain(readOnlyReason)
  return { workspace, store: new RunStore(workspace, { warn: complain }) }
}

function openWorkspace(invocation: Invocation): Workspace {
  return createWorkspace(
    textOption(invocation, 'workspace') ?? getDefaultWorkspaceFolder(getUserDataFolder())
  )
}

export interface SessionOptions {
  /** Those given with --data. @default none */
  readonly datasetFolders?: Readonly<Record<string, string>>
  /** Whether the command makes no sense where nothing can be written. @default false */
  readonly isForWriting?: boolean
}

/** Opens the workspace that the command line names. @throws UserError when it cannot be used */
export function openSession(
  invocation: Invocation,
  { datasetFolders = {}, isForWriting = false }: SessionOptions = {}
): Session {
  const { workspace, store } = openStore(invocation, { isForWriting })
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
