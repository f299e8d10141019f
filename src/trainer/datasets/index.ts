/** The table of data sets. To add one: its file, and its line here. */
import { UserError } from '@shared/contract/define'
import type { DatasetLocation } from '@shared/contract/trainer'
import type { DatasetStatus } from '@shared/dataset'
import { cifar10 } from './cifar10'
import type { DatasetDefinition } from './dataset'
import { isImportedFolder, openImported } from './imported'
import { mnist } from './mnist'
import { shapes } from './shapes'
import { cifar100, fashionMnist } from './to-import'

export const datasets = {
  mnist,
  cifar10,
  shapes,
  cifar100,
  'fashion-mnist': fashionMnist
} as const satisfies Record<string, DatasetDefinition>

/** The set at this place: an imported one when the folder holds one, else that of the table. @throws UserError. */
export async function findDataset({ id, folder }: DatasetLocation): Promise<DatasetDefinition> {
  if (folder !== null && (await isImportedFolder(folder))) return openImported(folder)
  if (Object.hasOwn(datasets, id)) return datasets[id as keyof typeof datasets]
  throw new UserError(
    `The data set '${id}' is not known. Known data sets: ${Object.keys(datasets).join(', ')}. Import it, or choose another one.`
  )
}

export async function getDatasetStatus(location: DatasetLocation): Promise<DatasetStatus> {
  const { folder } = location
  const dataset = await findDataset(location)
  return { card: dataset.card, folder, ...(await dataset.getStatus(folder)) }
}

/** Every set of the table and every imported one; `locations` says where their files are. */
export async function listDatasets(
  locations: readonly DatasetLocation[]
): Promise<DatasetStatus[]> {
  const folders = new Map<string, string | null>(Object.keys(datasets).map((id) => [id, null]))
  for (const { id, folder } of locations) folders.set(id, folder)
  const listed = await Promise.all(
    [...folders].map(([id, folder]) => getDatasetStatus({ id, folder }).catch(() => null))
  )
  // A set that cannot be understood has no card to show; using it says why.
  return listed.filter((status) => status !== null)
}
