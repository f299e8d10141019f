/** Writes a set into a folder of its own that appears whole under its name, or not at all. */
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetCard, ImageShape } from '@shared/dataset'
import {
  CARD_FILE,
  DATA_FILE,
  type ImportedDataset,
  type ImportReport
} from '@shared/imported-dataset'
import {
  computeDataFileBytes,
  partNames,
  writeDataFile,
  type PartName
} from '../datasets/data-file'
import { readImportedDataset } from '../datasets/imported'
import { createDuplicateFinder, type DuplicateFinder } from './duplicates'
import { pauseImport } from './import-stopped'

const CHUNK_BYTES = 3 << 20
/** One write for many small pictures. */
const WRITE_BYTES = 1 << 20
const STAGING = '.importing-'
const ALL_GREY = 'All pictures are grey: one channel of each is kept.'

export interface DatasetWriter {
  readonly duplicates: DuplicateFinder
  /** How many pictures each part has up to now. */
  count(part: PartName): number
  /**
   * Adds pictures of `imageShape`, one after the other, with their class numbers. Pictures of a smaller `order` come
   * first in their part, whenever they are added.
   */
  add(pictures: AddedPictures): Promise<void>
  /** Puts the set under its id; a set of that id is replaced. @throws ImportStopped */
  finish(set: FinishedSet): Promise<ImportedDataset>
  /** Removes all that was written; does nothing after `finish`. */
  discard(): Promise<void>
}

export interface AddedPictures {
  readonly part: PartName
  readonly pixels: Uint8Array
  readonly labels: ArrayLike<number>
  /** @default 0 */
  readonly order?: number
}

/** What the writer cannot know of a set. */
export interface FinishedSet {
  readonly card: Omit<DatasetCard, 'imageShape' | 'trainCount' | 'testCount' | 'validationCount'>
  readonly source: string
  readonly report: Omit<ImportReport, 'duplicateCount' | 'duplicates' | 'leakedCount'>
}

/** Removes what imports of dead processes have left, and makes a folder for a new one. */
export async function createDatasetWriter(
  datasetsFolder: string,
  { imageShape, signal }: { imageShape: ImageShape; signal: AbortSignal }
): Promise<DatasetWriter> {
  await removeLeftOvers(datasetsFolder)
  const folder = join(datasetsFolder, `${STAGING}${process.pid}-${Date.now()}`)
  await mkdir(folder, { recursive: true })
  const stages = new Map<string, StagedPart>()
  const duplicates = createDuplicateFinder()
  const [height, width, channels] = imageShape
  let isGrey = channels === 3

  async function openStage(part: PartName, order: number): Promise<StagedPart> {
    const key = `${part}-${order}`
    const known = stages.get(key)
    if (known) return known
    const path = join(folder, `${key}.pixels`)
    const file = await open(path, 'wx')
    const stage = { part, order, path, file, labels: [], waiting: [], waitingBytes: 0 }
    stages.set(key, stage)
    return stage
  }

  async function flush(stage: StagedPart): Promise<void> {
    const bytes = Buffer.concat(stage.waiting.splice(0))
    stage.waitingBytes = 0
    await stage.file.writeFile(bytes)
  }

  async function closeStages(): Promise<void> {
    for (const { file } of stages.values()) await file.close().catch(() => undefined)
  }

  /** In the order of the data file. */
  function listStages(): StagedPart[] {
    return partNames.flatMap((name) =>
      [...stages.values()]
        .filter(({ part }) => part === name)
        .sort((one, other) => one.order - other.order)
    )
  }

  const count = (name: PartName): number =>
    [...stages.values()].reduce(
      (sum, { part, labels }) => (part === name ? sum + labels.length : sum),
      0
    )

  return {
    duplicates,
    count,
    async add({ part, pixels, labels, order = 0 }) {
      if (pixels.length !== labels.length * height * width * channels) {
        throw new RangeError(`${pixels.length} bytes are not ${labels.length} pictures.`)
      }
      const stage = await openStage(part, order)
      stage.waiting.push(pixels)
      stage.waitingBytes += pixels.length
      if (stage.waitingBytes >= WRITE_BYTES) await flush(stage)
      for (const label of Array.from(labels)) stage.labels.push(label)
      isGrey = isGrey && areAllGrey(pixels)
    },
    async finish({ card, source, report }) {
      for (const stage of stages.values()) await flush(stage)
      await closeStages()
      const staged = listStages()
      const shape = isGrey ? ([height, width, 1] as const) : imageShape
      const header = {
        imageShape: shape,
        counts: { train: count('train'), validation: count('validation'), test: count('test') }
      }
      await writeDataFile(join(folder, DATA_FILE), header, {
        pixels: readStaged(staged, { isGrey, signal }),
        labels: Uint16Array.from(staged.flatMap(({ labels }) => labels))
      })
      for (const { path } of staged) await rm(path)
      const { train, validation, test } = header.counts
      const document: ImportedDataset = {
        format: 'receptive-dataset',
        version: 1,
        card: {
          ...card,
          imageShape: [...shape],
          trainCount: train,
          ...(validation > 0 ? { validationCount: validation } : {}),
          testCount: test
        },
        importedAt: Date.now(),
        source,
        bytes: computeDataFileBytes(header),
        report: {
          ...report,
          notes: isGrey ? [...report.notes, ALL_GREY] : report.notes,
          ...duplicates.report()
        }
      }
      await writeSynced(join(folder, CARD_FILE), `${JSON.stringify(document, null, 2)}\n`)
      await putInPlace(folder, join(datasetsFolder, card.id))
      return document
    },
    async discard() {
      await closeStages()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

interface StagedPart {
  readonly part: PartName
  readonly order: number
  readonly path: string
  readonly file: FileHandle
  readonly labels: number[]
  /** Pictures that are not in the file yet. */
  readonly waiting: Uint8Array[]
  waitingBytes: number
}

/** The pictures of all parts, with one channel where all are grey. */
async function* readStaged(
  stages: readonly StagedPart[],
  { isGrey, signal }: { isGrey: boolean; signal: AbortSignal }
): AsyncGenerator<Uint8Array> {
  for (const { path } of stages) {
    // The chunk holds whole pixels, so that no triple is torn.
    const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
      await pauseImport(signal)
      yield isGrey ? takeFirstChannel(chunk) : chunk
    }
  }
}

function areAllGrey(pixels: Uint8Array): boolean {
  for (let at = 0; at < pixels.length; at += 3) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false
  }
  return true
}

function takeFirstChannel(pixels: Uint8Array): Uint8Array {
  const grey = new Uint8Array(pixels.length / 3)
  for (let index = 0; index < grey.length; index++) grey[index] = pixels[3 * index] as number
  return grey
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A folder cannot replace another in one step: the old one steps aside first, and comes back if that was all. */
async function putInPlace(from: string, to: string): Promise<void> {
  const aside = `${from}-old`
  const hadOne = await rename(to, aside).then(
    () => true,
    () => false
  )
  try {
    await rename(from, to)
  } catch (error) {
    if (hadOne) await rename(aside, to)
    throw error
  }
  if (hadOne) await rm(aside, { recursive: true, force: true })
}

/** Folders of imports whose process was killed. One that lives is left alone. */
async function removeLeftOvers(datasetsFolder: string): Promise<void> {
  const names = await readdir(datasetsFolder).catch(() => [])
  for (const name of names) {
    if (!name.startsWith(STAGING)) continue
    const pid = Number.parseInt(name.slice(STAGING.length), 10)
    if (pid === process.pid || isAlive(pid)) continue
    await rescueOld(datasetsFolder, name)
    await rm(join(datasetsFolder, name), { recursive: true, force: true })
  }
}

/** Killed between the two renames, the old set is the only one there is. */
async function rescueOld(datasetsFolder: string, name: string): Promise<void> {
  if (!name.endsWith('-old')) return
  const folder = join(datasetsFolder, name)
  const document = await readImportedDataset(folder).catch(() => null)
  if (!document) return
  const place = join(datasetsFolder, document.card.id)
  const isTaken = await stat(place).then(
    () => true,
    () => false
  )
  if (!isTaken) await rename(folder, place)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
