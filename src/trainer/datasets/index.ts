/** The table of data sets. To add one: its file, and its line here. */
import { UserError } from '@shared/contract/define'
import type { DatasetLocation } from '@shared/contract/trainer'
import type { DatasetStatus } from '@shared/dataset'
import { cifar10 } from './cifar10'
import type { DatasetDefinition } from './dataset'
import { mnist } from './mnist'

export const datasets = { mnist, cifar10 } as const satisfies Record<string, DatasetDefinition>

/** @throws UserError when no set has this id. */
export function getDataset(id: string): DatasetDefinition {
  if (Object.hasOwn(datasets, id)) return datasets[id as keyof typeof datasets]
  throw new UserError(
    `The data set '${id}' is not known. Known data sets: ${Object.keys(datasets).join(', ')}.`
  )
}

export async function getDatasetStatus({ id, folder }: DatasetLocation): Promise<DatasetStatus> {
  const dataset = getDataset(id)
  return { card: dataset.card, folder, ...(await dataset.getStatus(folder)) }
}

/** Every set of the table; `locations` says where the user keeps the files of some. */
export function listDatasets(locations: readonly DatasetLocation[]): Promise<DatasetStatus[]> {
  const folders = new Map(locations.map(({ id, folder }) => [id, folder]))
  return Promise.all(
    Object.keys(datasets).map((id) => getDatasetStatus({ id, folder: folders.get(id) ?? null }))
  )
}
