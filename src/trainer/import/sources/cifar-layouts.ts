/** How the files of CIFAR-10 and CIFAR-100 are named and built, in the binary and in the Python version. */
import { UserError } from '@shared/contract/define'
import type { DatasetCard } from '@shared/dataset'
import type { ImportOptions } from '@shared/imported-dataset'
import { cifar10 } from '../../datasets/cifar10'
import type { PartName } from '../../datasets/data-file'
import { readPickle, toText, type PickleValue } from '../parse/pickle'

const PLANE = 32 * 32
const CHANNELS = 3
const PICTURE = CHANNELS * PLANE
const CLASSES = { cifar10: 10, fine: 100, coarse: 20 } as const
/** Room for the pickle's own instructions, labels and file names beside the pixels. */
const PICKLE_EXTRA_BYTES = 4_000_000
const MOST_NAMES_BYTES = 100_000
export const CIFAR_SHAPE = [32, 32, CHANNELS] as const

export type CifarLabels = ImportOptions['labels']

/** A file with pictures: where they go, and how many there must be. */
export interface CifarPart {
  readonly part: PartName
  /** Files of a smaller order come first. */
  readonly order: number
  readonly count: number
}

export interface CifarPixels {
  /** [count, 32, 32, 3] */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

export interface CifarLayout {
  readonly set: 'cifar10' | 'cifar100'
  /** The folder that the archive unpacks to. */
  readonly folder: string
  readonly parts: Readonly<Record<string, CifarPart>>
  /** The file with the names of the classes; null where they are known. */
  readonly namesFile: string | null
  /** The most bytes that a file of pictures may have. */
  limitOf(part: CifarPart): number
  /** @throws UserError naming `source`, what was found and what was expected. */
  decode(
    bytes: Uint8Array,
    options: { part: CifarPart; labels: CifarLabels; source: string }
  ): CifarPixels
  readNames(bytes: Uint8Array, options: { labels: CifarLabels; source: string }): string[]
}

const tenTimesFive = (nameOf: (batch: number) => string, test: string) =>
  Object.fromEntries([
    ...[1, 2, 3, 4, 5].map((batch) => [
      nameOf(batch),
      { part: 'train', order: batch, count: 10_000 } as const
    ]),
    [test, { part: 'test', order: 0, count: 10_000 } as const]
  ]) as Record<string, CifarPart>

const twoFiles = (train: string, test: string): Record<string, CifarPart> => ({
  [train]: { part: 'train', order: 0, count: 50_000 },
  [test]: { part: 'test', order: 0, count: 10_000 }
})

const binary = (labelBytes: number) => ({
  limitOf: ({ count }: CifarPart) => count * (labelBytes + PICTURE),
  decode: (
    bytes: Uint8Array,
    { part, labels, source }: { part: CifarPart; labels: CifarLabels; source: string }
  ) => {
    const record = labelBytes + PICTURE
    const expected = part.count * record
    if (bytes.length !== expected) {
      throw new UserError(
        `${source} is ${bytes.length < expected ? 'cut off' : 'not as expected'}: it has ${bytes.length} bytes, expected ${expected} (${part.count} records of ${record}). Get it again.`
      )
    }
    // CIFAR-100 has the coarse label first, then the fine one.
    const labelAt = labelBytes === 2 && labels === 'fine' ? 1 : 0
    const classCount = labelBytes === 1 ? CLASSES.cifar10 : CLASSES[labels]
    return decodePlanes(bytes, { ...part, record, labelBytes, labelAt, classCount, source })
  },
  readNames: (bytes: Uint8Array, { source, labels }: { source: string; labels: CifarLabels }) =>
    checkNames(
      Buffer.from(bytes)
        .toString('utf8')
        .split(/\r?\n/)
        .filter((line) => line !== ''),
      { labels, source }
    )
})

const python = {
  limitOf: ({ count }: CifarPart) => count * PICTURE + PICKLE_EXTRA_BYTES,
  decode: decodePickle,
  readNames(
    bytes: Uint8Array,
    { labels, source }: { labels: CifarLabels; source: string }
  ): string[] {
    const names = getEntry(readPickle(bytes, source), `${labels}_label_names`)
    const texts = Array.isArray(names) ? names.map((name) => toText(name) ?? '') : []
    return checkNames(texts, { labels, source })
  }
}

/** The coarse names lie in a file of their own in the binary version, so the layout depends on the labels. */
export function getLayouts(labels: CifarLabels): readonly CifarLayout[] {
  return [
    {
      set: 'cifar10',
      folder: 'cifar-10-batches-bin',
      parts: tenTimesFive((batch) => `data_batch_${batch}.bin`, 'test_batch.bin'),
      namesFile: null,
      ...binary(1)
    },
    {
      set: 'cifar10',
      folder: 'cifar-10-batches-py',
      parts: tenTimesFive((batch) => `data_batch_${batch}`, 'test_batch'),
      namesFile: null,
      ...python
    },
    {
      set: 'cifar100',
      folder: 'cifar-100-binary',
      parts: twoFiles('train.bin', 'test.bin'),
      namesFile: `${labels}_label_names.txt`,
      ...binary(2)
    },
    {
      set: 'cifar100',
      folder: 'cifar-100-python',
      parts: twoFiles('train', 'test'),
      namesFile: 'meta',
      ...python
    }
  ]
}

/** The most bytes that the file of this name may have; null when the layout has no such file. */
export function limitOf(layout: CifarLayout, name: string): number | null {
  if (name === layout.namesFile) return MOST_NAMES_BYTES
  return Object.hasOwn(layout.parts, name) ? layout.limitOf(layout.parts[name] as CifarPart) : null
}

/** What the card says, without its counts. */
export function describeCifar(
  layout: CifarLayout,
  names: readonly string[],
  labels: CifarLabels
): Omit<DatasetCard, 'imageShape' | 'trainCount' | 'testCount'> {
  const { licence, citation, description } = cifar10.card
  if (layout.set === 'cifar10') {
    const { id, label, classNames } = cifar10.card
    return {
      id,
      label,
      classNames: [...classNames],
      description,
      licence,
      citation,
      needsFolder: false
    }
  }
  return {
    id: labels === 'fine' ? 'cifar100' : 'cifar100-coarse',
    label: `CIFAR-100, ${labels} labels`,
    description: `60,000 colour pictures of 32×32 pixels in ${names.length} ${labels === 'fine' ? '' : 'super'}classes.`,
    classNames: [...names],
    licence,
    citation,
    needsFolder: false
  }
}

function decodePickle(
  bytes: Uint8Array,
  { part, labels, source }: { part: CifarPart; labels: CifarLabels; source: string }
): CifarPixels {
  const batch = readPickle(bytes, source)
  const data = getMatrix(getEntry(batch, 'data'), part.count, PICTURE)
  const isHundred = getEntry(batch, 'fine_labels') !== undefined
  const found = getEntry(batch, isHundred ? `${labels}_labels` : 'labels')
  if (data === null || !Array.isArray(found)) {
    throw new UserError(
      `${source} is no batch of CIFAR: expected 'data' as a uint8 array of (${part.count}, ${PICTURE}) and a list of labels. Get it again.`
    )
  }
  if (found.length !== part.count) {
    throw new UserError(
      `${source} is damaged: it has ${found.length} labels for ${part.count} pictures. Get it again.`
    )
  }
  const classCount = isHundred ? CLASSES[labels] : CLASSES.cifar10
  const { pixels } = decodePlanes(data, {
    count: part.count,
    record: PICTURE,
    labelBytes: 0,
    labelAt: null,
    classCount,
    source
  })
  const numbers = found.map((label, index) => checkLabel(label, { index, classCount, source }))
  return { pixels, labels: Uint8Array.from(numbers) }
}

/** The bytes of a uint8 array of this shape; null when it is anything else. */
function getMatrix(
  value: PickleValue | undefined,
  rows: number,
  columns: number
): Uint8Array | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null
  const { shape, dtype, isFortranOrder, data } = value
  const isExpected = shape.length === 2 && shape[0] === rows && shape[1] === columns
  const isWhole = dtype === 'u1' && !isFortranOrder && data.length === rows * columns
  return isExpected && isWhole ? data : null
}

function getEntry(value: PickleValue, key: string): PickleValue | undefined {
  return value instanceof Map ? (value as ReadonlyMap<string, PickleValue>).get(key) : undefined
}

/** [3, 32, 32] planes of each record to [32, 32, 3] pixels; `labelAt` is null where records have no label. */
function decodePlanes(
  bytes: Uint8Array,
  {
    count,
    record,
    labelBytes,
    labelAt,
    classCount,
    source
  }: {
    count: number
    record: number
    labelBytes: number
    labelAt: number | null
    classCount: number
    source: string
  }
): CifarPixels {
  const pixels = new Uint8Array(count * PICTURE)
  const labels = new Uint8Array(count)
  let target = 0
  for (let index = 0; index < count; index++) {
    const start = index * record
    if (labelAt !== null) {
      labels[index] = checkLabel(bytes[start + labelAt], { index, classCount, source })
    }
    const first = start + labelBytes
    for (let pixel = first; pixel < first + PLANE; pixel++) {
      pixels[target++] = bytes[pixel] as number
      pixels[target++] = bytes[pixel + PLANE] as number
      pixels[target++] = bytes[pixel + 2 * PLANE] as number
    }
  }
  return { pixels, labels }
}

function checkLabel(
  label: PickleValue | undefined,
  { index, classCount, source }: { index: number; classCount: number; source: string }
): number {
  if (typeof label === 'number' && Number.isInteger(label) && label >= 0 && label < classCount) {
    return label
  }
  throw new UserError(
    `${source} is damaged: picture ${index + 1} has the label ${String(label)}, expected 0 to ${classCount - 1}. Get it again.`
  )
}

function checkNames(
  names: string[],
  { labels, source }: { labels: CifarLabels; source: string }
): string[] {
  if (names.length === CLASSES[labels] && !names.includes('')) return names
  throw new UserError(
    `${source} does not hold the names of ${CLASSES[labels]} ${labels} classes. Get it again.`
  )
}
