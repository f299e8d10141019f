/** The table of what can be imported. To add a kind: its file, and its line here; the first that recognises wins. */
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import { cifarArchive, cifarFolder } from './cifar'
import { classFolders } from './class-folders'
import { csvList } from './csv-list'
import { idxFiles } from './idx-files'
import { npzFile } from './npz-file'
import { listFolder, openPlace, type DatasetSource, type Place } from './source'

const sources: readonly DatasetSource[] = [
  cifarArchive,
  cifarFolder,
  idxFiles,
  npzFile,
  csvList,
  classFolders
]

/** Folders that archives unpack to, looked into when the folder that was chosen holds one. */
const innerFolders = [
  'cifar-10-batches-bin',
  'cifar-10-batches-py',
  'cifar-100-binary',
  'cifar-100-python'
]

/** The source that the paths are, and the place where it begins. @throws UserError when nothing is recognised. */
export async function recognize(
  paths: readonly string[]
): Promise<{ source: DatasetSource; place: Place }> {
  const place = await openPlace(paths)
  const inner = innerFolders.find((name) => place.folders?.has(name))
  const places = inner ? [await listFolder(join(place.path, inner)), place] : [place]
  for (const one of places) {
    const source = sources.find((candidate) => candidate.recognizes(one))
    if (source) return { source, place: one }
  }
  throw new UserError(
    `${place.path} is nothing that can be imported. Choose ${sources.map(({ label }) => label).join('; ')}.`
  )
}
