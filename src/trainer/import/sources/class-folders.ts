/** Your own pictures: a folder for each class, perhaps within train/, validation/ and test/. */
import { basename } from 'node:path'
import { UserError } from '@shared/contract/define'
import { formatCount } from '@shared/format'
import { toDatasetId } from '@shared/imported-dataset'
import type { PartName } from '../../datasets/data-file'
import { pauseImport } from '../import-stopped'
import { importPictures, type PictureFile } from '../pictures/import-pictures'
import { listFolder, type DatasetSource, type ImportJob, type Place } from './source'

export const classFolders: DatasetSource = {
  label: 'a folder that holds a folder of pictures for each class',
  recognizes: ({ folders }) => folders !== null && folders.size > 0,
  async import(place, job) {
    const found = await findPictures(place, job)
    const name = job.options.name ?? basename(place.path)
    return importPictures(
      {
        root: place.path,
        files: found.files,
        notes: found.notes,
        card: {
          id: await chooseId(name, job),
          label: name,
          description: `Your own pictures in ${formatCount(found.classNames.length)} classes.`,
          classNames: found.classNames,
          licence: 'Not known: the pictures are your own.',
          citation: 'None.',
          needsFolder: false
        }
      },
      job
    )
  }
}

/** A set of one's own never replaces another one: `pets`, then `pets-2`. */
export async function chooseId(
  name: string,
  { datasetsFolder, takenIds }: ImportJob
): Promise<string> {
  const { folders } = await listFolder(datasetsFolder)
  const id = toDatasetId(name)
  const isTaken = (one: string) => folders?.has(one) === true || takenIds.includes(one)
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`
    if (!isTaken(candidate)) return candidate
  }
}

const partFolders: Readonly<Record<string, PartName>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test'
}

const PICTURE_NAME = /\.(jpe?g|png|webp|gif|bmp)$/i
/** Deeper folders are a mistake, or a circle. */
const MAX_DEPTH = 8
const MAX_FILES = 1_000_000

interface Found {
  readonly files: readonly PictureFile[]
  readonly classNames: string[]
  readonly notes: string[]
}

async function findPictures(place: Place, { signal, progress }: ImportJob): Promise<Found> {
  progress.begin('Listing files', { total: null, unit: 'pictures' })
  const listed: { path: string; name: string; part: PartName; className: string }[] = []
  const others: string[] = []

  async function list(
    folder: string,
    within: { name: string; part: PartName; className: string; depth: number }
  ): Promise<void> {
    await pauseImport(signal)
    const { files, folders } = await listFolder(folder)
    for (const [name, path] of files) {
      const full = `${within.name}/${name}`
      if (!PICTURE_NAME.test(name)) others.push(full)
      else listed.push({ path, name: full, part: within.part, className: within.className })
    }
    if (listed.length > MAX_FILES) {
      throw new UserError(
        `${place.path} holds more than ${formatCount(MAX_FILES)} pictures. Choose a smaller folder.`
      )
    }
    progress.tell(listed.length)
    if (within.depth >= MAX_DEPTH) return
    for (const [name, path] of folders ?? []) {
      await list(path, { ...within, name: `${within.name}/${name}`, depth: within.depth + 1 })
    }
  }

  for (const { part, prefix, folder } of await findParts(place)) {
    for (const [className, path] of folder.folders ?? []) {
      await list(path, { name: `${prefix}${className}`, part, className, depth: 0 })
    }
  }
  const classNames = [...new Set(listed.map(({ className }) => className))].sort(compareNames)
  if (listed.length === 0) {
    throw new UserError(
      `${place.path} holds no pictures in folders of classes. Choose a folder with one folder of JPEG, PNG, WebP, GIF or BMP files for each class.`
    )
  }
  const numbers = new Map(classNames.map((name, index) => [name, index]))
  // The order of a listing differs between file systems; that of the names does not.
  listed.sort((one, other) => compareNames(one.name, other.name))
  return {
    files: listed.map(({ className, ...file }) => ({
      ...file,
      label: numbers.get(className) ?? 0
    })),
    classNames,
    notes: describeOthers(others)
  }
}

/** By code units, as Keras sorts class names. */
function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** train/, validation/ and test/ when there is a train/; else the folder itself is the training part. */
async function findParts(
  place: Place
): Promise<{ part: PartName; prefix: string; folder: Place }[]> {
  const named = [...(place.folders ?? [])].flatMap(([name, path]) => {
    const part = partFolders[name.toLowerCase()]
    return part ? [{ part, prefix: `${name}/`, path }] : []
  })
  if (!named.some(({ part }) => part === 'train')) {
    return [{ part: 'train', prefix: '', folder: place }]
  }
  return Promise.all(
    named.map(async ({ part, prefix, path }) => ({ part, prefix, folder: await listFolder(path) }))
  )
}

function describeOthers(others: readonly string[]): string[] {
  const [first] = others
  if (first === undefined) return []
  const more = others.length > 1 ? ` and ${formatCount(others.length - 1)} more` : ''
  return [`Not taken for pictures by their names: ${first}${more}.`]
}
