/** Makes a set out of picture files: reads, decodes, resizes and adds them, and reports what could not be used. */
import { readFile, stat } from 'node:fs/promises'
import { UserError } from '@shared/contract/define'
import { formatCount } from '@shared/format'
import { MAX_LISTED, type ImportedDataset, type ImportReport } from '@shared/imported-dataset'
import { mix, splitOff } from '../arrays'
import type { PartName } from '../../datasets/data-file'
import type { DatasetWriter, FinishedSet } from '../dataset-writer'
import { pauseImport } from '../import-stopped'
import { writeDataset } from '../run-import'
import { describeUnreadable, type ImportJob } from '../sources/source'
import { decodePicture } from './decode'
import { PictureError, type Picture } from './picture'
import { resizePicture } from '@shared/resize-picture'
import { sniffPicture } from './sniff'

export interface PictureFile {
  readonly path: string
  /** As it is called in sentences: the path within what was chosen. */
  readonly name: string
  readonly part: PartName
  /** The number of its class. */
  readonly label: number
}

export interface PictureSet {
  /** What was chosen; when this is gone, the import ends. */
  readonly root: string
  readonly files: readonly PictureFile[]
  readonly card: FinishedSet['card']
  readonly notes: readonly string[]
}

/** Files are read this many at a time while the one before is decoded. */
const READ_AHEAD = 16
const MAX_FILE_BYTES = 64 << 20
/** So many headers decide the size of the set when nobody has. */
const SAMPLES = 256
/** The size of a set of mixed sizes: small enough to train on a processor. */
const MIXED_SIZE = [64, 64] as const

/** @throws UserError when too little can be used, or the files vanish; ImportStopped. */
export async function importPictures(set: PictureSet, job: ImportJob): Promise<ImportedDataset> {
  const parts = orderFiles(set.files)
  const size = job.options.size ?? (await chooseSize(parts.files, set, job))
  return writeDataset(job, [...size, 3], async (writer) => {
    const findings = createFindings(size, job)
    job.progress.begin('Reading pictures', { total: parts.files.length, unit: 'pictures' })
    let done = 0
    for await (const { file, bytes } of readAhead(parts.files, set.root, job.signal)) {
      await addFile(writer, { file, bytes, size, findings, job })
      job.progress.tell(++done)
    }
    const notes = [...set.notes, ...parts.notes, ...findings.describe()]
    return { card: set.card, source: job.source, report: { ...findings.unreadable(), notes } }
  })
}

/** Every part in a mixed order, so that each stretch holds all classes; without a test part one is split off. */
function orderFiles(files: readonly PictureFile[]): { files: PictureFile[]; notes: string[] } {
  const of = (part: PartName) => files.filter((file) => file.part === part)
  const [train, validation, test] = [of('train'), of('validation'), of('test')]
  if (test.length > 0) {
    return {
      files: [...mix(train, 'train'), ...mix(validation, 'validation'), ...mix(test, 'test')],
      notes: []
    }
  }
  const split = splitOff(train.map(({ label }) => label))
  const pick = (indices: readonly number[], part: PartName) =>
    indices.map((index) => ({ ...(train[index] as PictureFile), part }))
  return {
    files: [
      ...pick(split.train, 'train'),
      ...mix(validation, 'validation'),
      ...pick(split.test, 'test')
    ],
    notes: [
      `There is no test part, so ${formatCount(split.test.length)} of ${formatCount(train.length)} pictures are set aside for the test, 20 % of every class.`
    ]
  }
}

/** The size of the pictures, when a look at some of them says that they have one. */
async function chooseSize(
  files: readonly PictureFile[],
  { root }: PictureSet,
  { signal, progress }: ImportJob
): Promise<readonly [number, number]> {
  const step = Math.max(1, Math.floor(files.length / SAMPLES))
  const some = files.filter((_, index) => index % step === 0)
  progress.begin('Looking at sizes', { total: some.length, unit: 'pictures' })
  const found = new Map<string, readonly [number, number]>()
  let done = 0
  for await (const { bytes } of readAhead(some, root, signal)) {
    const header = bytes instanceof Uint8Array ? sniffPicture(bytes) : null
    if (header) found.set(`${header.height}×${header.width}`, [header.height, header.width])
    progress.tell(++done)
  }
  const [only] = found.values()
  if (found.size !== 1 || !only) return MIXED_SIZE
  // One picture of a camera is no reason to train on megapixels.
  return Math.max(...only) <= 256 ? only : MIXED_SIZE
}

/** What is noticed on the way. */
interface Findings {
  onPicture(picture: Picture): void
  onUnreadable(name: string, reason: string): void
  unreadable(): Pick<ImportReport, 'unreadable' | 'unreadableCount'>
  describe(): string[]
}

function createFindings(
  [height, width]: readonly [number, number],
  { options }: ImportJob
): Findings {
  const unreadable: { name: string; reason: string }[] = []
  let unreadableCount = 0
  let transparentCount = 0
  let otherSizeCount = 0
  let smallest: Picture | null = null
  let largest: Picture | null = null
  return {
    onPicture(picture) {
      if (picture.isTransparent) transparentCount++
      if (picture.width === width && picture.height === height) return
      otherSizeCount++
      const area = picture.width * picture.height
      const keep = { ...picture, pixels: new Uint8Array() }
      if (!smallest || area < smallest.width * smallest.height) smallest = keep
      if (!largest || area > largest.width * largest.height) largest = keep
    },
    onUnreadable(name, reason) {
      unreadableCount++
      if (unreadable.length < MAX_LISTED) unreadable.push({ name, reason })
    },
    unreadable: () => ({ unreadable, unreadableCount }),
    describe: () => [
      ...(smallest && largest
        ? [
            `${formatCount(otherSizeCount)} pictures from ${smallest.width}×${smallest.height} to ${largest.width}×${largest.height} are brought to ${width}×${height} (${options.resize}).`
          ]
        : []),
      ...(transparentCount > 0
        ? [
            `${formatCount(transparentCount)} pictures are transparent in places; those are drawn on white.`
          ]
        : [])
    ]
  }
}

async function addFile(
  writer: DatasetWriter,
  {
    file,
    bytes,
    size,
    findings,
    job
  }: {
    file: PictureFile
    bytes: Uint8Array | PictureError
    size: readonly [number, number]
    findings: Findings
    job: ImportJob
  }
): Promise<void> {
  const { part, name, label } = file
  try {
    if (bytes instanceof PictureError) throw bytes
    const picture = await decodePicture(bytes)
    findings.onPicture(picture)
    writer.duplicates.see(bytes, { part, name })
    const pixels = resizePicture(picture, size, job.options.resize)
    await writer.add({ part, pixels, labels: [label] })
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    findings.onUnreadable(name, error.message)
  }
}

interface ReadFile {
  readonly file: PictureFile
  /** Why it could not be read, in place of its bytes. */
  readonly bytes: Uint8Array | PictureError
}

/** The files in their order, several of them being read at once. @throws UserError when the root is gone. */
async function* readAhead(
  files: readonly PictureFile[],
  root: string,
  signal: AbortSignal
): AsyncGenerator<ReadFile> {
  const reading: Promise<ReadFile>[] = []
  let next = 0
  while (next < files.length || reading.length > 0) {
    while (reading.length < READ_AHEAD && next < files.length) {
      const read = readOne(files[next++] as PictureFile, root)
      // It is awaited later; until then its failure is not a crash.
      read.catch(() => undefined)
      reading.push(read)
    }
    const first = await (reading.shift() as Promise<ReadFile>)
    if (next % READ_AHEAD === 0) await pauseImport(signal)
    yield first
  }
}

async function readOne(file: PictureFile, root: string): Promise<ReadFile> {
  try {
    const { size } = await stat(file.path)
    if (size > MAX_FILE_BYTES) return { file, bytes: new PictureError('it is larger than 64 MB') }
    return { file, bytes: await readFile(file.path) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    await stat(root).catch((gone: NodeJS.ErrnoException) => {
      throw describeUnreadable(root, gone)
    })
    if (code === 'EMFILE' || code === 'ENFILE') {
      throw new UserError('Too many files are open. Close other programs and import again.')
    }
    return { file, bytes: new PictureError(describeCode(code)) }
  }
}

function describeCode(code: string | undefined): string {
  if (code === 'ENOENT') return 'it vanished during the import'
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read'
  return `it cannot be read (${code ?? 'unknown reason'})`
}
