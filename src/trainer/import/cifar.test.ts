import { createHash } from 'node:crypto'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createImportBench, createTar, type ImportBench, type TarEntry } from './testing'

const RECORDS = 10_000
const TEN = [
  'data_batch_1',
  'data_batch_2',
  'data_batch_3',
  'data_batch_4',
  'data_batch_5',
  'test_batch'
]

let bench: ImportBench
beforeEach(() => {
  bench = createImportBench()
})
afterEach(() => bench.remove())

describe('CIFAR-10', () => {
  it('is the same from the binary archive, the Python archive and both folders', async () => {
    const sums = new Set<string>()
    for (const [folder, suffix, create] of [
      ['cifar-10-batches-bin', '.bin', createBinaryBatch],
      ['cifar-10-batches-py', '', createPickle]
    ] as const) {
      // The order of the archive is not that of the batches.
      const files = [...TEN].reverse().map((name) => ({
        name: `${folder}/${name}${suffix}`,
        bytes: create(TEN.indexOf(name))
      }))
      const archive = bench.write(`${folder}.tar.gz`, await createArchive(files))
      sums.add(await importAndSum(archive))
      for (const { name, bytes } of files) bench.write(name, bytes)
      sums.add(await importAndSum(join(bench.folder, folder)))
    }
    expect(sums.size).toBe(1)
  }, 120_000)

  it('keeps the order of the batches and turns planes into pixels', async () => {
    const files = TEN.map((name, index) => ({
      name: `cifar-10-batches-bin/${name}.bin`,
      bytes: createBinaryBatch(index)
    }))
    await bench.import(bench.write('set.tgz', await createArchive([...files].reverse())))
    const { train, test } = await bench.load('cifar10')
    // The first picture of batch k has the label k and the planes 10 + k, 20 + k and 30 + k.
    for (const batch of [0, 1, 2, 3, 4]) {
      expect(train.labels[batch * RECORDS]).toBe(batch)
      const at = batch * RECORDS * 3072
      expect([...train.images.subarray(at, at + 3)]).toEqual([10 + batch, 20 + batch, 30 + batch])
    }
    expect(test.labels[0]).toBe(5)
    expect(test.labels.length).toBe(RECORDS)
  }, 60_000)

  it('is refused when a batch is cut off, missing, or has a label too many', async () => {
    for (const [index, name] of TEN.entries()) {
      bench.write(`cifar-10-batches-bin/${name}.bin`, createBinaryBatch(index))
    }
    const file = join(bench.folder, 'cifar-10-batches-bin', 'data_batch_2.bin')
    truncateSync(file, 3073)
    await expect(bench.import()).rejects.toThrow(
      /data_batch_2\.bin of .* is cut off: it has 3073 bytes, expected 30730000/
    )
    writeFileSync(file, createBinaryBatch(11))
    await expect(bench.import()).rejects.toThrow(/picture 1 has the label 11, expected 0 to 9/)
    expect(bench.list()).toEqual([])
  }, 60_000)
})

describe('an archive', () => {
  const write = async (files: readonly TarEntry[]) =>
    bench.write('set.tar.gz', await createArchive(files))
  const path = 'cifar-10-batches-bin'

  async function expectRefusal(archive: string, sentence: RegExp): Promise<void> {
    await expect(bench.import(archive)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(sentence)
    })
    expect(bench.list()).toEqual([])
  }

  it('is refused when paths, links or unknown files stand for the wanted ones', async () => {
    const bytes = Buffer.alloc(4)
    await expectRefusal(
      await write([
        { name: `../${path}/data_batch_1.bin`, bytes },
        { name: `/${path}/data_batch_2.bin`, bytes },
        { name: `${path}/../${path}/data_batch_3.bin`, bytes },
        { name: `${path}/test_batch.bin`, bytes: null, linkname: '/etc/passwd' }
      ]),
      /holds neither CIFAR-10 nor CIFAR-100/
    )
  })

  it('is refused when a file of it is larger than it may be, wanted or not', async () => {
    const large = Buffer.alloc(31_000_000)
    await expectRefusal(
      await write([{ name: `${path}/data_batch_1.bin`, bytes: large }]),
      /data_batch_1\.bin in .* it has 31000000 bytes, expected at most 30730000/
    )
    await expectRefusal(
      await write([{ name: 'zeros', bytes: large }]),
      /holds "zeros" of 31000000 bytes, which is no part of CIFAR/
    )
  })

  it('is refused when it lacks files, is cut off or is no archive', async () => {
    const one = [{ name: `${path}/data_batch_1.bin`, bytes: createBinaryBatch(0) }]
    const archive = await write(one)
    await expectRefusal(archive, /does not hold data_batch_2\.bin, .*test_batch\.bin/)
    truncateSync(archive, 5000)
    await expectRefusal(archive, /set\.tar\.gz cannot be read: .* Get the archive again/)
    writeFileSync(archive, '<html>Not found</html>')
    await expectRefusal(archive, /set\.tar\.gz/)
  })

  it('is refused for a pickle with code in it, by the name of what it asks for', async () => {
    const evil = Buffer.from('\u0080\u0002cos\nsystem\nU\u0004true\u0085R.', 'latin1')
    await expectRefusal(
      await write([{ name: 'cifar-10-batches-py/data_batch_1', bytes: evil }]),
      /data_batch_1 of .* is not taken in: it asks for "os\.system", .* never loaded/
    )
  })
})

describe('CIFAR-100', () => {
  it.each([
    ['fine', 7, 'cifar100'],
    ['coarse', 3, 'cifar100-coarse']
  ] as const)(
    'has its %s labels and their names',
    async (labels, label, id) => {
      const create = (count: number) => {
        const bytes = Buffer.alloc(count * 3074)
        bytes.set([3, 7])
        return bytes
      }
      const names = (count: number) =>
        Buffer.from(Array.from({ length: count }, (_, n) => `name ${n}\n`).join(''))
      const archive = await createArchive([
        { name: 'cifar-100-binary/train.bin', bytes: create(50_000) },
        { name: 'cifar-100-binary/test.bin', bytes: create(10_000) },
        { name: 'cifar-100-binary/fine_label_names.txt', bytes: names(100) },
        { name: 'cifar-100-binary/coarse_label_names.txt', bytes: names(20) }
      ])
      const { card } = await bench.import(bench.write('cifar-100-binary.tar.gz', archive), {
        labels
      })
      expect(card).toMatchObject({ id, trainCount: 50_000, testCount: 10_000 })
      expect(card.classNames[label]).toBe(`name ${label}`)
      expect((await bench.load(id)).train.labels[0]).toBe(label)
    },
    60_000
  )
})

async function importAndSum(path: string): Promise<string> {
  const { card } = await bench.import(path)
  const { train, test } = await bench.load(card.id)
  const hash = createHash('sha1')
  for (const { images, labels } of [train, test]) hash.update(images).update(labels)
  return hash.digest('hex')
}

function createBinaryBatch(index: number): Buffer {
  const bytes = Buffer.alloc(RECORDS * 3073)
  bytes[0] = index
  for (const [plane, value] of [10, 20, 30].entries()) {
    bytes.fill(value + index, 1 + plane * 1024, 1 + (plane + 1) * 1024)
  }
  return bytes
}

/** As Python 2's cPickle wrote it: a dictionary with an array and a list of labels. */
function createPickle(index: number): Buffer {
  const binary = createBinaryBatch(index)
  const data = Buffer.alloc(RECORDS * 3072)
  for (let n = 0; n < RECORDS; n++) binary.copy(data, n * 3072, n * 3073 + 1, (n + 1) * 3073)
  const labels = Buffer.alloc(2 * RECORDS, Buffer.from('K\u0000', 'latin1'))
  labels[1] = index
  const length = Buffer.alloc(4)
  length.writeUInt32LE(data.length)
  const text = (value: string) => Buffer.from(value, 'latin1')
  return Buffer.concat([
    text('\u0080\u0002}q\u0001(U\u0006labels]q\u0002('),
    labels,
    text(
      'eU\u0004datacnumpy.core.multiarray\n_reconstruct\nq\u0003cnumpy\nndarray\nq\u0004K\u0000\u0085U\u0001b\u0087R'
    ),
    text('(K\u0001M\u0010\u0027M\u0000\u000c\u0086cnumpy\ndtype\nU\u0002u1K\u0000K\u0001\u0087R'),
    text('(K\u0003U\u0001|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\u0000tb\u0089T'),
    length,
    data,
    text('tbu.')
  ])
}

async function createArchive(entries: readonly TarEntry[]): Promise<Uint8Array> {
  return gzipSync(await createTar(entries), { level: 1 })
}
