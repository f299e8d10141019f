/** MNIST and Fashion-MNIST: the four IDX files, gzipped or not. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { UserError } from '@shared/contract/define'
import type { DatasetCard } from '@shared/dataset'
import { fashionMnist } from '../../datasets/to-import'
import { addPixels } from '../arrays'
import { readIdx, type IdxArray } from '../parse/idx'
import { writeDataset } from '../run-import'
import { describeUnreadable, type DatasetSource, type Place } from './source'

/** In the names, '-' and '.' before idx are both in use. */
const FILES = {
  trainImages: /^train-images[-.]idx3-ubyte(\.gz)?$/,
  trainLabels: /^train-labels[-.]idx1-ubyte(\.gz)?$/,
  testImages: /^t10k-images[-.]idx3-ubyte(\.gz)?$/,
  testLabels: /^t10k-labels[-.]idx1-ubyte(\.gz)?$/
} as const
type FileKey = keyof typeof FILES

/** 60,000 pictures of 28×28 take 47 MB; a bomb takes more. */
const MAX_UNPACKED_BYTES = 512 << 20
const CLASS_COUNT = 10

export const idxFiles: DatasetSource = {
  label: 'the four IDX files of MNIST or Fashion-MNIST (or their folder)',
  recognizes: (place) => Object.values(FILES).some((pattern) => find(place, pattern) !== undefined),
  async import(place, job) {
    const arrays = await readFiles(place, job.progress)
    const [, height = 0, width = 0] = arrays.trainImages.shape
    checkPair(arrays, place)
    return writeDataset(job, [height, width, 1], async (writer) => {
      const total = arrays.trainLabels.bytes.length + arrays.testLabels.bytes.length
      job.progress.begin('Reading pictures', { total, unit: 'pictures' })
      let done = 0
      for (const part of ['train', 'test'] as const) {
        await addPixels(
          writer,
          {
            part,
            pixels: arrays[`${part}Images`].bytes,
            labels: arrays[`${part}Labels`].bytes,
            nameOf: (index) => `${part} picture ${index + 1}`
          },
          {
            signal: job.signal,
            onAdded: (count) => job.progress.tell((done += count))
          }
        )
      }
      const card = describe(isFashion(place, arrays))
      return { card, source: job.source, report: { unreadableCount: 0, unreadable: [], notes: [] } }
    })
  }
}

function find({ files }: Place, pattern: RegExp): string | undefined {
  const name = [...files.keys()].find((one) => pattern.test(one))
  return name === undefined ? undefined : files.get(name)
}

async function readFiles(
  place: Place,
  progress: { begin(phase: string, options: { total: null; unit: 'pictures' }): void }
): Promise<Record<FileKey, IdxArray>> {
  progress.begin('Unpacking', { total: null, unit: 'pictures' })
  const keys = Object.keys(FILES) as FileKey[]
  const absent = keys.filter((key) => find(place, FILES[key]) === undefined)
  if (absent.length > 0) {
    throw new UserError(
      `${place.path} lacks ${absent.map(describeFile).join(', ')}. Choose all four files, or their folder.`
    )
  }
  const entries = keys.map(async (key) => {
    const path = find(place, FILES[key]) as string
    return [key, readIdx(await readUnpacked(path), path)] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<FileKey, IdxArray>
}

function describeFile(key: FileKey): string {
  const [part, kind] = key.startsWith('train') ? ['train', key.slice(5)] : ['t10k', key.slice(4)]
  return kind === 'Images' ? `${part}-images-idx3-ubyte.gz` : `${part}-labels-idx1-ubyte.gz`
}

async function readUnpacked(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw describeUnreadable(path, error)
  })
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_UNPACKED_BYTES })
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new UserError(
      isLarge
        ? `${path} unpacks to more than ${MAX_UNPACKED_BYTES >> 20} MB, which no file of MNIST does. Get it again.`
        : `${path} cannot be unpacked: ${(error as Error).message}. Get it again.`
    )
  }
}

function checkPair(arrays: Record<FileKey, IdxArray>, { path }: Place): void {
  for (const part of ['train', 'test'] as const) {
    const [count, ...sides] = arrays[`${part}Images`].shape
    const labels = arrays[`${part}Labels`]
    const expected = arrays.trainImages.shape.slice(1)
    if (sides.length !== 2 || sides.join() !== expected.join() || sides.includes(0)) {
      throw new UserError(
        `${path}: the ${part} pictures are (${sides.join(', ')}), expected the same two sides in both parts. Get the files again.`
      )
    }
    if (labels.shape.length !== 1 || labels.shape[0] !== count) {
      throw new UserError(
        `${path}: there are ${count} ${part} pictures and labels of (${labels.shape.join(', ')}). Get the files again.`
      )
    }
    const wrong = labels.bytes.findIndex((label) => label >= CLASS_COUNT)
    if (wrong >= 0) {
      throw new UserError(
        `${path}: ${part} picture ${wrong + 1} has the label ${labels.bytes[wrong]}, expected 0 to ${CLASS_COUNT - 1}. Get the files again.`
      )
    }
  }
}

/** The first ten labels of the training part, which tell the two sets apart whatever their files are called. */
const FASHION_LABELS = '9,0,0,3,0,2,7,2,5,5'

function isFashion({ path }: Place, { trainLabels }: Record<FileKey, IdxArray>): boolean {
  return /fashion/i.test(path) || trainLabels.bytes.subarray(0, 10).join() === FASHION_LABELS
}

function describe(
  isClothes: boolean
): Omit<DatasetCard, 'imageShape' | 'trainCount' | 'testCount'> {
  return isClothes ? fashionMnist.card : digitsCard
}

const digitsCard = {
  id: 'mnist-70000',
  label: 'MNIST, all digits',
  description: 'All 70,000 handwritten digits of MNIST, 28×28 grey, in their official parts.',
  classNames: Array.from({ length: CLASS_COUNT }, (_, digit) => String(digit)),
  licence: 'CC BY-SA 3.0',
  citation:
    'Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits (1998).',
  needsFolder: false
}
