/** Answers importerContract: one work at a time, in a process that nothing else waits for. */
import { rm, stat } from 'node:fs/promises'
import { UserError, type Handlers } from '@shared/contract/define'
import type { ImporterContract } from '@shared/contract/importer'
import { importerContract } from '@shared/contract/importer'
import type { Port } from '@shared/contract/port'
import { serve } from '@shared/contract/rpc'
import type { ImportedDataset, ImportOptions } from '@shared/imported-dataset'
import { datasets, findDataset } from '../datasets'
import { LoadingStopped } from '../datasets/dataset'
import { download } from './download'
import { findHomePage, listKerasFolders } from './home-pages'
import { ImportStopped } from './import-stopped'
import { createProgressTeller, type ProgressTeller } from './progress'
import { recognize } from './sources'
import { computeStatistics } from './statistics'

/** Serves `port` until it closes. */
export function createImporterService(port: Port): void {
  let stop: AbortController | null = null

  async function work<T>(
    run: (tools: { signal: AbortSignal; progress: ProgressTeller }) => Promise<T>
  ): Promise<T> {
    if (stop) throw new UserError('An import is at work. Wait for its end, or cancel it.')
    stop = new AbortController()
    const progress = createProgressTeller((one) => server.emit('onProgress', one))
    try {
      return await run({ signal: stop.signal, progress })
    } catch (error) {
      throw error instanceof LoadingStopped ? new ImportStopped() : error
    } finally {
      stop = null
    }
  }

  const handlers: Handlers<ImporterContract> = {
    importDataset: ({ paths, ...rest }) =>
      work((tools) => importPaths(paths, { ...rest, ...tools })),
    downloadDataset: ({ id, options, cacheFolder, datasetsFolder }) =>
      work(async (tools) => {
        const { file, labels } = await findHomePage(id)
        const job = { ...tools, datasetsFolder, options: { ...options, labels } }
        const keras = await findFirst(listKerasFolders(id))
        if (keras !== null) {
          try {
            return await importPaths([keras], job)
          } catch (error) {
            // A folder that nobody chose must not stand in the way: it may be half unpacked.
            if (!(error instanceof UserError)) throw error
          }
        }
        const path = await download(file, { ...tools, cacheFolder })
        return importOnce(path, { ...job, source: file.url })
      }),
    describeDataset: ({ location, cacheFolder }) =>
      work(async ({ signal, progress }) => {
        const dataset = await findDataset(location)
        const status = await dataset.getStatus(location.folder)
        if (!status.isReady) throw new UserError(status.message)
        const total = dataset.card.trainCount + dataset.card.testCount
        progress.begin('Reading pictures', { total, unit: 'pictures' })
        const loaded = await dataset.load({
          folder: location.folder,
          cacheFolder,
          signal,
          onProgress: (share) => progress.tell(Math.round(share * total))
        })
        return computeStatistics(dataset.card, loaded)
      }),
    cancel: () => stop?.abort()
  }
  const server = serve(importerContract, handlers, port)
}

/** Sets that come with Receptive keep their ids; those with files may be imported under them. */
const takenIds = Object.values(datasets).map(({ card }) => card.id)

interface ImportTools {
  readonly datasetsFolder: string
  readonly options: ImportOptions
  readonly signal: AbortSignal
  readonly progress: ProgressTeller
  /** What the card says it came from. @default the path */
  readonly source?: string
}

/** Imports a download and removes it: the set has its pictures, and a damaged one is fetched anew. */
async function importOnce(path: string, tools: ImportTools): Promise<ImportedDataset> {
  try {
    return await importPaths([path], tools)
  } finally {
    // One that was cancelled need not be fetched again.
    if (!tools.signal.aborted) await rm(path, { force: true })
  }
}

async function importPaths(paths: readonly string[], job: ImportTools): Promise<ImportedDataset> {
  const { source, place } = await recognize(paths)
  return source.import(place, { ...job, takenIds, source: job.source ?? place.path })
}

async function findFirst(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const isThere = await stat(folder).then(
      (one) => one.isDirectory(),
      () => false
    )
    if (isThere) return folder
  }
  return null
}
