/** CIFAR-10 and CIFAR-100 from an archive or from an unpacked folder, in the binary or the Python version. */
import { readFile, stat } from 'node:fs/promises'
import { UserError } from '@shared/contract/define'
import type { ImportedDataset } from '@shared/imported-dataset'
import { addPixels } from '../arrays'
import type { DatasetWriter, FinishedSet } from '../dataset-writer'
import { pauseImport } from '../import-stopped'
import { writeDataset } from '../run-import'
import { readTar } from '../tar'
import { CIFAR_SHAPE, describeCifar, getLayouts, limitOf, type CifarLayout } from './cifar-layouts'
import { describeUnreadable, type DatasetSource, type ImportJob, type Place } from './source'

export const cifarArchive: DatasetSource = {
  label: 'an archive of CIFAR-10 or CIFAR-100 (.tar.gz)',
  recognizes: ({ files, folders }) =>
    folders === null &&
    files.size === 1 &&
    /\.(tar\.gz|tgz|tar)$/i.test([...files.keys()][0] ?? ''),
  import: (place, job) =>
    writeDataset(job, CIFAR_SHAPE, (writer) => readArchive(place, job, writer))
}

export const cifarFolder: DatasetSource = {
  label: 'an unpacked folder of CIFAR-10 or CIFAR-100',
  recognizes: (place) => findLayout(place) !== undefined,
  import: importFolder
}

/** A folder with any of the files of pictures; what is missing is said by the import. */
function findLayout({ files, folders }: Place): CifarLayout | undefined {
  if (folders === null) return undefined
  return getLayouts('fine').find(({ set, parts, namesFile }) => {
    // 'train' and 'test' alone could be anything: CIFAR-100 comes with the names of its classes.
    const names = Object.keys(parts)
    return set === 'cifar100'
      ? names.every((name) => files.has(name)) && files.has(namesFile ?? '')
      : names.some((name) => files.has(name))
  })
}

async function importFolder(place: Place, job: ImportJob): Promise<ImportedDataset> {
  const { labels } = job.options
  const folder = findLayout(place)?.folder
  const layout = getLayouts(labels).find((one) => one.folder === folder) as CifarLayout
  const wanted = listFiles(layout)
  const absent = wanted.filter((name) => !place.files.has(name))
  if (absent.length > 0) {
    throw new UserError(`${place.path} lacks ${absent.join(', ')}. Unpack the archive again.`)
  }
  return writeDataset(job, CIFAR_SHAPE, async (writer) => {
    const reader = createReader(layout, job, writer, (added) => job.progress.tell(added))
    beginPictures(layout, job)
    for (const name of wanted) {
      await pauseImport(job.signal)
      await reader.take(name, await readLimited(place.files.get(name) as string, layout, name))
    }
    return reader.finish()
  })
}

async function readLimited(path: string, layout: CifarLayout, name: string): Promise<Uint8Array> {
  const limit = limitOf(layout, name) ?? 0
  try {
    const { size } = await stat(path)
    if (size <= limit) return await readFile(path)
    throw new UserError(
      `${path} is not as expected: it has ${size} bytes, expected at most ${limit}. Unpack the archive again.`
    )
  } catch (error) {
    throw error instanceof UserError
      ? error
      : describeUnreadable(path, error as NodeJS.ErrnoException)
  }
}

/** Each file is taken in while the archive is still being unpacked, so that only one is in memory at a time. */
async function readArchive(
  { path }: Place,
  job: ImportJob,
  writer: DatasetWriter
): Promise<FinishedSet> {
  const layouts = getLayouts(job.options.labels)
  let reader: CifarReader | null = null
  let layout: CifarLayout | null = null
  const { size } = await stat(path)
  job.progress.begin('Unpacking', { total: size, unit: 'bytes' })
  const split = (name: string): [string, string] => {
    const slash = name.indexOf('/')
    return [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)]
  }
  await readTar({
    path,
    signal: job.signal,
    limitOf(name) {
      const [folder, file] = split(name)
      const found = layouts.find((one) => one.folder === folder)
      return found ? limitOf(found, file) : null
    },
    async onFile(name, bytes) {
      const [folder, file] = split(name)
      layout ??= layouts.find((one) => one.folder === folder) as CifarLayout
      if (layout.folder !== folder) {
        throw new UserError(
          `${path} holds ${layout.folder} and ${folder}. Choose an archive of one.`
        )
      }
      reader ??= createReader(layout, job, writer)
      await reader.take(file, bytes)
    },
    onRead: (done) => job.progress.tell(done)
  })
  if (reader === null) {
    throw new UserError(
      `${path} holds neither CIFAR-10 nor CIFAR-100: expected ${layouts.map(({ folder }) => folder).join(', ')}. Choose another archive.`
    )
  }
  return (reader as CifarReader).finish()
}

interface CifarReader {
  /** Takes in one file of the layout. */
  take(name: string, bytes: Uint8Array): Promise<void>
  /** @throws UserError naming the files that never came. */
  finish(): FinishedSet
}

function createReader(
  layout: CifarLayout,
  job: ImportJob,
  writer: DatasetWriter,
  onAdded: (count: number) => void = () => undefined
): CifarReader {
  const { labels } = job.options
  const taken = new Set<string>()
  let names: readonly string[] = []
  let added = 0
  return {
    async take(name, bytes) {
      taken.add(name)
      const source = `${name} of ${job.source}`
      if (name === layout.namesFile) {
        names = layout.readNames(bytes, { labels, source })
        return
      }
      const part = layout.parts[name]
      if (!part) return
      const decoded = layout.decode(bytes, { part, labels, source })
      await addPixels(
        writer,
        { ...decoded, ...part, nameOf: (index) => `picture ${index + 1} of ${name}` },
        {
          signal: job.signal,
          onAdded(count) {
            added += count
            onAdded(added)
          }
        }
      )
    },
    finish() {
      const absent = listFiles(layout).filter((name) => !taken.has(name))
      if (absent.length > 0) {
        throw new UserError(`${job.source} does not hold ${absent.join(', ')}. Get it again.`)
      }
      return {
        card: describeCifar(layout, names, labels),
        source: job.source,
        report: { unreadableCount: 0, unreadable: [], notes: [] }
      }
    }
  }
}

function beginPictures({ parts }: CifarLayout, { progress }: ImportJob): void {
  const total = Object.values(parts).reduce((sum, { count }) => sum + count, 0)
  progress.begin('Reading pictures', { total, unit: 'pictures' })
}

/** Every file that the set needs. */
function listFiles({ parts, namesFile }: CifarLayout): string[] {
  return [...Object.keys(parts), ...(namesFile === null ? [] : [namesFile])]
}
