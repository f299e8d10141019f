/** Imports, downloads, describes and deletes the data sets of a workspace. One import at a time. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import type { DatasetLocation } from '@shared/contract/trainer'
import {
  CARD_FILE,
  importOptionsSchema,
  type DatasetStatistics,
  type ImportedDataset,
  type ImportOptions,
  type ImportProgress
} from '@shared/imported-dataset'
import type { Workspace } from '@store/workspace'
import { startImporter, type ImporterClient, type ImporterWork } from './importer-process'

export interface DatasetServiceOptions {
  readonly workspace: Workspace
  /** The importer's built program. */
  readonly importerFile: string
  /** Folders that the user named for sets, by their ids. */
  getNamedFolders(): Readonly<Record<string, string>>
}

/** What became of an import. */
export interface ImportEnd {
  readonly imported: ImportedDataset | null
  /** Null when it was imported. */
  readonly error: Error | null
}

export class DatasetService {
  readonly #options: DatasetServiceOptions
  readonly #listeners = new Set<(progress: ImportProgress) => void>()
  readonly #endListeners = new Set<(end: ImportEnd) => void>()
  #progress: ImportProgress | null = null
  #importing: ImporterWork<ImportedDataset> | null = null

  constructor(options: DatasetServiceOptions) {
    this.#options = options
  }

  /** Where the files of each set are: the imported ones, and those whose folder the user named. */
  getFolders(): Record<string, string> {
    const { workspace, getNamedFolders } = this.#options
    return { ...getNamedFolders(), ...findImported(workspace.datasetsFolder) }
  }

  /** Where a set is, for a process that reads it; null for one that brings its own files. */
  locate(id: string): DatasetLocation {
    const folders = this.getFolders()
    return { id, folder: Object.hasOwn(folders, id) ? (folders[id] ?? null) : null }
  }

  /** Makes a set of what lies there. @throws UserError; an error named ImportStopped when it was cancelled. */
  async import(
    paths: readonly string[],
    options: Partial<ImportOptions> = {}
  ): Promise<ImportedDataset> {
    const request = { ...this.#places(), paths: [...paths], options: complete(options) }
    return this.#run((client) => client.call.importDataset(request))
  }

  /** Fetches a set from its home page and imports it. @throws UserError; ImportStopped. */
  async download(id: string): Promise<ImportedDataset> {
    const request = { ...this.#places(), id, options: complete({}) }
    return this.#run((client) => client.call.downloadDataset(request))
  }

  /** Ends the import that is at work; does nothing when there is none. */
  cancel(): void {
    this.#importing?.cancel()
  }

  /** Reads the set and says what its pixels are. @throws UserError */
  async describe(id: string): Promise<DatasetStatistics> {
    const { workspace, importerFile } = this.#options
    const request = { location: this.locate(id), cacheFolder: workspace.cacheFolder }
    return startImporter(importerFile, {
      ask: (client) => client.call.describeDataset(request),
      onProgress: () => undefined
    }).result
  }

  /** Removes an imported set from the disk. @throws UserError when it is none. */
  async delete(id: string): Promise<void> {
    const imported = findImported(this.#options.workspace.datasetsFolder)
    const folder = Object.hasOwn(imported, id) ? imported[id] : undefined
    if (folder === undefined) {
      throw new UserError(`The data set '${id}' was not imported, so there is nothing to delete.`)
    }
    // It is gone at once and as a whole, however long its files take.
    const aside = join(this.#options.workspace.datasetsFolder, `.importing-deleted-${Date.now()}`)
    await rename(folder, aside)
    await rm(aside, { recursive: true, force: true })
  }

  onProgress(listener: (progress: ImportProgress) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onEnd(listener: (end: ImportEnd) => void): () => void {
    this.#endListeners.add(listener)
    return () => this.#endListeners.delete(listener)
  }

  /** What is at work, and how far it is. */
  getImport(): { isImporting: boolean; progress: ImportProgress | null } {
    return { isImporting: this.#importing !== null, progress: this.#progress }
  }

  /** Cancels what is at work. */
  dispose(): void {
    this.cancel()
  }

  async #run(ask: (client: ImporterClient) => Promise<ImportedDataset>): Promise<ImportedDataset> {
    if (this.#importing) {
      throw new UserError('An import is at work. Wait for its end, or cancel it.')
    }
    mkdirSync(this.#options.workspace.datasetsFolder, { recursive: true })
    this.#importing = startImporter(this.#options.importerFile, {
      ask,
      onProgress: (progress) => {
        this.#progress = progress
        for (const listener of [...this.#listeners]) listener(progress)
      }
    })
    try {
      const imported = await this.#importing.result
      this.#tellEnd({ imported, error: null })
      return imported
    } catch (error) {
      this.#tellEnd({ imported: null, error: error as Error })
      throw error
    } finally {
      this.#importing = null
      this.#progress = null
    }
  }

  #tellEnd(end: ImportEnd): void {
    for (const listener of [...this.#endListeners]) listener(end)
  }

  #places(): { datasetsFolder: string; cacheFolder: string } {
    const { datasetsFolder, cacheFolder } = this.#options.workspace
    return { datasetsFolder, cacheFolder }
  }
}

/** The folders of the imported sets by their ids; hidden ones are being made or removed. */
function findImported(datasetsFolder: string): Record<string, string> {
  if (!existsSync(datasetsFolder)) return {}
  const folders = readdirSync(datasetsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => [name, join(datasetsFolder, name)] as const)
    .filter(([, folder]) => existsSync(join(folder, CARD_FILE)))
  return Object.fromEntries(folders)
}

function complete(options: Partial<ImportOptions>): ImportOptions {
  return importOptionsSchema.parse(options)
}
