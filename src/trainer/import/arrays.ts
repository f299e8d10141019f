/** Takes pictures that are already pixels into a set: stretch by stretch, so that a cancellation is heard. */
import type { ImageShape } from '@shared/dataset'
import { computePermutation, createRandomStream } from '@shared/random'
import type { PartName } from '../datasets/data-file'
import type { DatasetWriter } from './dataset-writer'
import { pauseImport } from './import-stopped'

/** About 3 MB of CIFAR-10. */
const STRETCH = 1000

export interface PixelPart {
  readonly part: PartName
  /** [count, height, width, channels] */
  readonly pixels: Uint8Array
  readonly labels: ArrayLike<number>
  readonly order?: number
  /** What a picture is called in sentences; `index` counts from 0. */
  readonly nameOf: (index: number) => string
}

/** Adds all pictures in their order, and looks for duplicates among them. @throws ImportStopped */
export async function addPixels(
  writer: DatasetWriter,
  { part, pixels, labels, order = 0, nameOf }: PixelPart,
  { signal, onAdded }: { signal: AbortSignal; onAdded: (count: number) => void }
): Promise<void> {
  const size = pixels.length / labels.length
  const all = Array.from(labels)
  for (let from = 0; from < all.length; from += STRETCH) {
    await pauseImport(signal)
    const some = all.slice(from, from + STRETCH)
    const bytes = pixels.subarray(from * size, (from + some.length) * size)
    some.forEach((_, index) =>
      writer.duplicates.see(bytes.subarray(index * size, (index + 1) * size), {
        part,
        name: nameOf(from + index)
      })
    )
    await writer.add({ part, pixels: bytes, labels: some, order })
    onAdded(some.length)
  }
}

/** The share of every class that is set aside where a set brings no test part. */
const TEST_SHARE = 0.2
const SPLIT_SEED = 20

/**
 * Splits item numbers into training and test, each class in the same proportion, both in a seeded mixed order: a stretch
 * of either holds all classes. The same labels give the same split on every machine.
 */
export function splitOff(labels: ArrayLike<number>): { train: number[]; test: number[] } {
  const byClass = new Map<number, number[]>()
  Array.from(labels).forEach((label, index) => {
    const known = byClass.get(label)
    if (known) known.push(index)
    else byClass.set(label, [index])
  })
  const train: number[] = []
  const test: number[] = []
  for (const [label, members] of byClass) {
    const mixed = mix(members, `class:${label}`)
    // One picture at least, unless it is the only one of its class.
    const testCount = members.length < 2 ? 0 : Math.max(1, Math.round(members.length * TEST_SHARE))
    test.push(...mixed.slice(0, testCount))
    train.push(...mixed.slice(testCount))
  }
  return { train: mix(train, 'train'), test: mix(test, 'test') }
}

/** The items in a seeded order: the same for the same number of items and the same name. */
export function mix<T>(items: readonly T[], name: string): T[] {
  const order = computePermutation(items.length, createRandomStream(SPLIT_SEED, `import:${name}`))
  return Array.from(order, (index) => items[index] as T)
}

/** The pictures of these numbers, one after the other. */
export function gatherPixels(
  pixels: Uint8Array,
  indices: readonly number[],
  [height, width, channels]: ImageShape
): Uint8Array {
  const size = height * width * channels
  const gathered = new Uint8Array(indices.length * size)
  indices.forEach((index, at) =>
    gathered.set(pixels.subarray(index * size, (index + 1) * size), at * size)
  )
  return gathered
}
