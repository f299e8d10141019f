/** A NumPy .npz with pictures x and labels y, or with x_train, y_train, x_test and y_test. */
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { UserError } from '@shared/contract/define'
import { formatCount } from '@shared/format'
import type { ImageShape } from '@shared/dataset'
import { MAX_SIDE } from '@shared/imported-dataset'
import type { PartName } from '../../datasets/data-file'
import { addPixels, gatherPixels, splitOff } from '../arrays'
import type { NpyArray } from '../parse/npy'
import { readNpz } from '../parse/npz'
import { writeDataset } from '../run-import'
import { chooseId } from './class-folders'
import { describeUnreadable, type DatasetSource } from './source'

const MAX_FILE_BYTES = 2 ** 31
const MAX_CLASSES = 10_000

/** The names that the arrays of each part may have; the first one that is there counts. */
const arrayNames: Readonly<Record<PartName, { x: readonly string[]; y: readonly string[] }>> = {
  train: {
    x: ['x_train', 'x', 'train_images', 'images'],
    y: ['y_train', 'y', 'train_labels', 'labels']
  },
  validation: {
    x: ['x_val', 'x_validation', 'val_images'],
    y: ['y_val', 'y_validation', 'val_labels']
  },
  test: { x: ['x_test', 'test_images'], y: ['y_test', 'test_labels'] }
}

export const npzFile: DatasetSource = {
  label: 'a NumPy .npz with x and y',
  recognizes: ({ files, folders }) =>
    folders === null && files.size === 1 && /\.npz$/i.test([...files.keys()][0] ?? ''),
  async import({ path }, job) {
    job.progress.begin('Unpacking', { total: null, unit: 'pictures' })
    const parts = readParts(await readBytes(path), path)
    const [{ shape: imageShape }] = parts as [PicturePart]
    const other = parts.find(({ shape }) => shape.join() !== imageShape.join())
    if (other) {
      throw new UserError(
        `${path}: the ${other.part} pictures are (${other.shape.join(', ')}), those of the training part (${imageShape.join(', ')}). Save them in one size.`
      )
    }
    const classCount = Math.max(...parts.map(({ labels }) => maximum(labels))) + 1
    const { split, notes } = splitTest(parts)
    const name = job.options.name ?? basename(path, extname(path))
    const id = await chooseId(name, job)
    return writeDataset(job, imageShape, async (writer) => {
      const total = split.reduce((sum, { labels }) => sum + labels.length, 0)
      job.progress.begin('Reading pictures', { total, unit: 'pictures' })
      let done = 0
      for (const { part, pixels, labels } of split) {
        await addPixels(
          writer,
          { part, pixels, labels, nameOf: (index) => `${part} picture ${index + 1}` },
          { signal: job.signal, onAdded: (count) => job.progress.tell((done += count)) }
        )
      }
      return {
        card: {
          id,
          label: name,
          description: `${formatCount(total)} pictures out of NumPy arrays.`,
          classNames: Array.from({ length: classCount }, (_, label) => String(label)),
          licence: 'Not known: the pictures are your own.',
          citation: 'None.',
          needsFolder: false
        },
        source: job.source,
        report: { unreadableCount: 0, unreadable: [], notes }
      }
    })
  }
}

interface PicturePart {
  readonly part: PartName
  readonly shape: ImageShape
  readonly pixels: Uint8Array
  readonly labels: Int32Array
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size > MAX_FILE_BYTES)
      throw new UserError(`${path} is larger than 2 GB. Save a smaller set.`)
    return await readFile(path)
  } catch (error) {
    throw error instanceof UserError
      ? error
      : describeUnreadable(path, error as NodeJS.ErrnoException)
  }
}

/** The training part first. @throws UserError */
function readParts(bytes: Uint8Array, source: string): PicturePart[] {
  const known = new Set(Object.values(arrayNames).flatMap(({ x, y }) => [...x, ...y]))
  const arrays = readNpz(bytes, { source, isWanted: (name) => known.has(name) })
  const parts = (Object.keys(arrayNames) as PartName[]).flatMap((part) => {
    const x = findArray(arrays, arrayNames[part].x)
    const y = findArray(arrays, arrayNames[part].y)
    if (!x && !y) return []
    if (!x || !y) {
      const [missing, found] = x ? ['labels', 'pictures'] : ['pictures', 'labels']
      throw new UserError(`${source} has ${found} to ${part}, but no ${missing}. Save both.`)
    }
    return [readPart(part, { x, y, source })]
  })
  if (parts[0]?.part === 'train') return parts
  throw new UserError(
    `${source} has no arrays x and y, nor x_train and y_train. Save it with numpy.savez(file, x=..., y=...).`
  )
}

function findArray(
  arrays: ReadonlyMap<string, NpyArray>,
  names: readonly string[]
): NpyArray | undefined {
  const name = names.find((one) => arrays.has(one))
  return name === undefined ? undefined : arrays.get(name)
}

function readPart(
  part: PartName,
  { x, y, source }: { x: NpyArray; y: NpyArray; source: string }
): PicturePart {
  const [count = 0, height = 0, width = 0, channels = 1] = x.shape
  const isPicture =
    x.shape.length === 3 || (x.shape.length === 4 && (channels === 1 || channels === 3))
  if (!isPicture || count === 0 || height === 0 || width === 0) {
    throw new UserError(
      `${source}: the ${part} pictures are (${x.shape.join(', ')}), expected (count, height, width) or (count, height, width, 1 or 3).`
    )
  }
  if (Math.max(height, width) > MAX_SIDE) {
    throw new UserError(
      `${source}: pictures of ${height}×${width} are too large, at most ${MAX_SIDE}×${MAX_SIDE}.`
    )
  }
  const labels = readLabels(y, { part, source })
  if (labels.length !== count) {
    throw new UserError(
      `${source}: there are ${count} ${part} pictures, but ${labels.length} labels. Save as many of both.`
    )
  }
  return { part, shape: [height, width, channels], pixels: toBytes(x, { part, source }), labels }
}

/** Bytes as they are; floats in 0..1 times 255, as Keras' rescaling undone; other numbers in 0..255 rounded. */
function toBytes(
  { values }: NpyArray,
  { part, source }: { part: PartName; source: string }
): Uint8Array {
  if (values instanceof Uint8Array) return values
  let most = -Infinity
  for (const value of values) {
    const number = Number(value)
    if (!(number >= 0 && number <= 255)) {
      throw new UserError(
        `${source}: the ${part} pictures hold the value ${number}, expected 0 to 255, or 0 to 1. Undo the standardisation before saving.`
      )
    }
    if (number > most) most = number
  }
  const isFloat = values instanceof Float32Array || values instanceof Float64Array
  const scale = isFloat && most <= 1 ? 255 : 1
  const bytes = new Uint8Array(values.length)
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Math.round(Number(values[index]) * scale)
  }
  return bytes
}

/** Class numbers as (n), (n, 1) or one-hot rows. */
function readLabels(
  { shape, values }: NpyArray,
  { part, source }: { part: PartName; source: string }
): Int32Array {
  const [count = 0, columns = 1] = shape
  if (shape.length === 0 || shape.length > 2) {
    throw new UserError(
      `${source}: the ${part} labels are (${shape.join(', ')}), expected one class number a picture.`
    )
  }
  const numberAt = (row: number) =>
    columns === 1
      ? Number(values[row])
      : findHot(Array.from(values.slice(row * columns, (row + 1) * columns), Number))
  return Int32Array.from({ length: count }, (_, row) => {
    const label = numberAt(row)
    if (Number.isInteger(label) && label >= 0 && label < MAX_CLASSES) return label
    throw new UserError(
      `${source}: ${part} picture ${row + 1} has the label ${label}, expected a whole number from 0 to ${MAX_CLASSES - 1}.`
    )
  })
}

/** The place of the only 1 among zeros; NaN when the row is none. */
function findHot(row: readonly number[]): number {
  const at = row.indexOf(1)
  return at >= 0 && row.every((value, index) => value === (index === at ? 1 : 0)) ? at : Number.NaN
}

/** The parts as they are, or with a test part split off the training part. */
function splitTest(parts: readonly PicturePart[]): {
  split: readonly PicturePart[]
  notes: string[]
} {
  const [train] = parts as [PicturePart]
  if (parts.some(({ part }) => part === 'test')) return { split: parts, notes: [] }
  const { train: kept, test } = splitOff(train.labels)
  const pick = (part: PartName, indices: readonly number[]): PicturePart => ({
    part,
    shape: train.shape,
    pixels: gatherPixels(train.pixels, indices, train.shape),
    labels: Int32Array.from(indices, (index) => train.labels[index] as number)
  })
  return {
    split: [
      pick('train', kept),
      ...parts.filter(({ part }) => part !== 'train'),
      pick('test', test)
    ],
    notes: [
      `There is no test part, so ${formatCount(test.length)} of ${formatCount(train.labels.length)} pictures are set aside for the test, 20 % of every class.`
    ]
  }
}

function maximum(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0)
}
