/** Where the files of CIFAR-10 are in the folder that the user named. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'

export const CIFAR_FILES = [
  'data_batch_1.bin',
  'data_batch_2.bin',
  'data_batch_3.bin',
  'data_batch_4.bin',
  'data_batch_5.bin',
  'test_batch.bin'
] as const
export type CifarFileName = (typeof CIFAR_FILES)[number]

/** 10,000 records of 3,073 bytes. */
export const FILE_BYTES = 30_730_000
export const CIFAR_FOLDER = 'cifar-10-batches-bin'
export const CIFAR_ARCHIVE = 'cifar-10-binary.tar.gz'

export type CifarFiles =
  | {
      readonly kind: 'files'
      readonly place: string
      readonly paths: ReadonlyMap<CifarFileName, string>
    }
  | { readonly kind: 'archive'; readonly place: string }
  | { readonly kind: 'missing'; readonly message: string }

/** Unpacked files win over the archive, because they are read ten times faster. */
export async function findCifarFiles(folder: string | null): Promise<CifarFiles> {
  if (folder === null) {
    return missing(
      `CIFAR-10 is not part of the installation. Download it, import ${CIFAR_ARCHIVE}, or choose a folder that holds it.`
    )
  }
  const kind = await stat(folder).then(
    (one) => (one.isDirectory() ? 'folder' : 'file'),
    () => 'nothing'
  )
  if (kind === 'nothing') return missing(`The folder ${folder} does not exist. Choose another one.`)
  if (kind === 'file') return missing(`${folder} is a file. Choose the folder that holds it.`)

  const places = [folder, join(folder, CIFAR_FOLDER)]
  const finds = await Promise.all(places.map(findIn))
  const whole = finds.find((find) => find.paths.size === CIFAR_FILES.length)
  if (whole) return { kind: 'files', ...whole }
  const archive = join(folder, CIFAR_ARCHIVE)
  if (await isFile(archive)) return { kind: 'archive', place: archive }
  return missing(describeIncomplete(folder, finds))
}

async function findIn(
  place: string
): Promise<{ place: string; paths: Map<CifarFileName, string> }> {
  const paths = new Map<CifarFileName, string>()
  for (const name of CIFAR_FILES) {
    if (await isFile(join(place, name))) paths.set(name, join(place, name))
  }
  return { place, paths }
}

function describeIncomplete(
  folder: string,
  finds: readonly { place: string; paths: ReadonlyMap<CifarFileName, string> }[]
): string {
  const partly = finds.find((find) => find.paths.size > 0)
  if (partly) {
    const absent = CIFAR_FILES.filter((name) => !partly.paths.has(name))
    return `${partly.place} lacks ${absent.join(', ')}. Unpack ${CIFAR_ARCHIVE} again, or put the archive itself into the folder.`
  }
  return `${folder} holds neither ${CIFAR_FILES[0]} and the other files of CIFAR-10, nor a folder ${CIFAR_FOLDER}, nor ${CIFAR_ARCHIVE}. Choose the folder that holds one of them.`
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (one) => one.isFile(),
    () => false
  )
}

function missing(message: string): CifarFiles {
  return { kind: 'missing', message }
}
