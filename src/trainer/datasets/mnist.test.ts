import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LoadedDataset } from './dataset'
import { mnist } from './mnist'

let cacheFolder: string
beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), 'receptive-mnist-'))
})
afterEach(() => rmSync(cacheFolder, { recursive: true, force: true }))

describe('MNIST', () => {
  it('has 8,000 pictures to train with and 2,000 to test with, every digit in both alike', async () => {
    const { train, test } = await load()
    expect(train.images.length).toBe(8000 * 784)
    expect(test.images.length).toBe(2000 * 784)
    const shares = (labels: Int32Array) => countLabels(labels).map((n) => n / labels.length)
    const [trainShares, testShares] = [shares(train.labels), shares(test.labels)]
    trainShares.forEach((share, digit) => expect(testShares[digit]).toBeCloseTo(share, 2))
  })

  it('mixes the classes so that each hundred pictures hold all of them', async () => {
    const { train } = await load()
    for (let start = 0; start < 8000; start += 100) {
      expect(Math.min(...countLabels(train.labels.subarray(start, start + 100)))).toBeGreaterThan(4)
    }
  })

  it('keeps the pictures of the package: a picture of each part is found there', async () => {
    const { test } = await load()
    const label = test.labels[1999] as number
    const file = require.resolve(`mnist/src/digits/${label}.json`)
    const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: number[] }
    const wanted = Array.from(test.images.subarray(1999 * 784))
    const isThere = Array.from({ length: data.length / 784 }).some((_, index) =>
      wanted.every((byte, pixel) => byte === Math.round((data[index * 784 + pixel] ?? 0) * 255))
    )
    expect(isThere).toBe(true)
  })

  it('reads the same from its cache, and reads the package again when the cache is damaged', async () => {
    const first = await load()
    expectSame(await load(), first)
    const [name = ''] = readdirSync(cacheFolder)
    const bytes = readFileSync(join(cacheFolder, name))
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    writeFileSync(join(cacheFolder, name), bytes)
    expectSame(await load(), first)
  })

  it('stops between two files when asked to', async () => {
    await expect(load(AbortSignal.abort())).rejects.toThrow('stopped')
  })

  it('says that it is ready', async () => {
    expect((await mnist.getStatus()).isReady).toBe(true)
  })
})

function load(signal = new AbortController().signal): Promise<LoadedDataset> {
  return mnist.load({ folder: null, cacheFolder, signal, onProgress: () => undefined })
}

/** Element by element, a comparison of millions of bytes takes a minute. */
function expectSame(one: LoadedDataset, other: LoadedDataset): void {
  for (const part of ['train', 'test'] as const) {
    expect(Buffer.compare(one[part].images, other[part].images)).toBe(0)
    expect(one[part].labels).toEqual(other[part].labels)
  }
}

function countLabels(labels: Int32Array): number[] {
  const counts = new Array<number>(10).fill(0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}
