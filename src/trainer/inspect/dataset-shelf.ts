/** The data set that is being looked at, read once and kept: the next look is mostly at the same one. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import type { InspectedDataset } from '@shared/contract/inspector'
import type { DatasetCard } from '@shared/dataset'
import { CARD_FILE } from '@shared/imported-dataset'
import type { DataPartName } from '@shared/pictures'
import { findDataset } from '../datasets'
import type { DataPart, LoadedDataset } from '../datasets/dataset'

export interface ShelvedDataset extends LoadedDataset {
  readonly card: DatasetCard
}

export interface DatasetShelf {
  /** The set, from memory when it is the one of the last call. @throws UserError when it cannot be read. */
  take(dataset: InspectedDataset): Promise<ShelvedDataset>
}

export function createDatasetShelf(): DatasetShelf {
  let kept: { key: string; dataset: Promise<ShelvedDataset> } | null = null

  return {
    async take(inspected) {
      const key = await describeVersion(inspected)
      if (kept?.key !== key) {
        // The one before is let go first: two of them may not fit into memory.
        kept = null
        const dataset = readDataset(inspected)
        kept = { key, dataset }
        dataset.catch(() => {
          if (kept?.dataset === dataset) kept = null
        })
      }
      return kept.dataset
    }
  }
}

/** The pictures of a part. @throws UserError for a part that the set does not have. */
export function takePart(dataset: ShelvedDataset, name: DataPartName): DataPart {
  const part = dataset[name]
  if (part) return part
  throw new UserError(`${dataset.card.label} has no ${name} part of its own.`)
}

/** Reads a set from its files. @throws UserError when it cannot be read. */
export async function readDataset({
  location,
  cacheFolder
}: InspectedDataset): Promise<ShelvedDataset> {
  const definition = await findDataset(location)
  const { isReady, message } = await definition.getStatus(location.folder)
  if (!isReady) throw new UserError(message)
  const loaded = await definition.load({
    folder: location.folder,
    cacheFolder,
    signal: new AbortController().signal,
    onProgress: () => undefined
  })
  return { card: definition.card, ...loaded }
}

/** A set that was imported anew under its old name is another one. */
export async function describeVersion({
  location: { id, folder }
}: InspectedDataset): Promise<string> {
  const card = folder === null ? null : await stat(join(folder, CARD_FILE)).catch(() => null)
  return JSON.stringify([id, folder, card?.mtimeMs ?? null])
}
