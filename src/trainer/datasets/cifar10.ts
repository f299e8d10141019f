/** CIFAR-10: 60,000 colour pictures of ten classes, in the official binary layout. */
import { open, stat } from 'node:fs/promises'
import { UserError } from '@shared/contract/define'
import { readCifarArchive } from './cifar10-archive'
import { CIFAR_FILES, findCifarFiles, FILE_BYTES, type CifarFileName } from './cifar10-files'
import {
  pauseLoading,
  type DataPart,
  type DatasetDefinition,
  type LoadedDataset,
  type LoadOptions
} from './dataset'

const PLANE = 32 * 32
const CHANNELS = 3
/** One byte of label, then the red, the green and the blue plane. */
const RECORD_BYTES = 1 + CHANNELS * PLANE
const RECORDS = FILE_BYTES / RECORD_BYTES

const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck'
]

export const cifar10 = {
  card: {
    id: 'cifar10',
    label: 'CIFAR-10',
    description:
      '60,000 colour pictures of 32×32 pixels in ten classes of animals and vehicles: the data set of the lecture.',
    imageShape: [32, 32, CHANNELS],
    classNames,
    trainCount: 50_000,
    testCount: 10_000,
    licence: 'No licence is stated by its authors; cite the report when you use it.',
    citation: 'A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images (2009).',
    needsFolder: true
  },
  async getStatus(folder) {
    const found = await findCifarFiles(folder)
    return found.kind === 'missing'
      ? { isReady: false, message: found.message, canDownload: true }
      : { isReady: true, message: `60,000 pictures in ${found.place}.` }
  },
  async load(options) {
    const found = await findCifarFiles(options.folder)
    if (found.kind === 'missing') throw new UserError(found.message)
    const { dataset, add } = collectPictures(found.place)
    if (found.kind === 'archive') await readCifarArchive({ ...options, path: found.place, add })
    else await readFiles({ ...options, paths: found.paths, add })
    return dataset
  }
} as const satisfies DatasetDefinition

/** Takes one file after another, in any order, and puts its pictures where they belong. */
function collectPictures(place: string): {
  dataset: LoadedDataset
  add: (name: CifarFileName, bytes: Uint8Array) => void
} {
  const dataset = { train: createPart(5 * RECORDS), test: createPart(RECORDS) }
  return {
    dataset,
    add(name, bytes) {
      const index = CIFAR_FILES.indexOf(name)
      const [part, first] =
        name === 'test_batch.bin' ? [dataset.test, 0] : [dataset.train, index * RECORDS]
      decodeRecords(bytes, part, { first, source: `${name} in ${place}` })
    }
  }
}

function createPart(count: number): DataPart {
  return { images: new Uint8Array(count * PLANE * CHANNELS), labels: new Int32Array(count) }
}

/** [3, 32, 32] planes of each record to [32, 32, 3] pixels. @throws UserError when a label is no class. */
function decodeRecords(
  bytes: Uint8Array,
  { images, labels }: DataPart,
  { first, source }: { first: number; source: string }
): void {
  for (let record = 0; record < RECORDS; record++) {
    const start = record * RECORD_BYTES
    const label = bytes[start] as number
    if (label >= classNames.length) {
      throw new UserError(
        `${source} is damaged: picture ${record + 1} has the label ${label}, expected 0 to ${classNames.length - 1}. Get the file again.`
      )
    }
    labels[first + record] = label
    let target = (first + record) * PLANE * CHANNELS
    for (let pixel = start + 1; pixel <= start + PLANE; pixel++) {
      images[target++] = bytes[pixel] as number
      images[target++] = bytes[pixel + PLANE] as number
      images[target++] = bytes[pixel + 2 * PLANE] as number
    }
  }
}

async function readFiles({
  paths,
  signal,
  onProgress,
  add
}: LoadOptions & {
  paths: ReadonlyMap<CifarFileName, string>
  add: (name: CifarFileName, bytes: Uint8Array) => void
}): Promise<void> {
  // One for all files, or six of them would wait for the collector.
  const bytes = new Uint8Array(FILE_BYTES)
  let done = 0
  for (const [name, path] of paths) {
    onProgress(done++ / paths.size)
    await pauseLoading(signal)
    await readInto(bytes, path)
    add(name, bytes)
  }
}

/** @throws UserError when the file is not as long as `bytes`. */
async function readInto(bytes: Uint8Array, path: string): Promise<void> {
  const { size } = await stat(path)
  if (size !== bytes.length) throw new UserError(describeWrongSize(path, size))
  const file = await open(path)
  try {
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled)
      // It was cut off meanwhile.
      if (bytesRead === 0) throw new UserError(describeWrongSize(path, filled))
      filled += bytesRead
    }
  } finally {
    await file.close()
  }
}

function describeWrongSize(path: string, size: number): string {
  const what = size < FILE_BYTES ? 'cut off' : 'not a file of CIFAR-10'
  return `${path} is ${what}: it has ${size} bytes, expected ${FILE_BYTES}. Get the file again.`
}
