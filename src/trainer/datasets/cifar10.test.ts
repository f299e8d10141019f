import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cifar10 } from './cifar10'
import { CIFAR_ARCHIVE, CIFAR_FILES, CIFAR_FOLDER, FILE_BYTES } from './cifar10-files'
import type { LoadedDataset } from './dataset'

const RECORD_BYTES = 3073

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-cifar-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('CIFAR-10 from unpacked files', () => {
  it('turns the colour planes of each record into pixels and keeps the order of the files', async () => {
    writeFiles(folder)
    const { train, test } = await load()
    // The first record of file k has label k and the planes 10 + k, 20 + k, 30 + k.
    expect([...train.labels.filter((_, index) => index % 10_000 === 0)]).toEqual([0, 1, 2, 3, 4])
    expect([...train.images.subarray(20_000 * 3072, 20_000 * 3072 + 6)]).toEqual([
      12, 22, 32, 12, 22, 32
    ])
    expect(test.labels[0]).toBe(5)
    expect(test.labels.length).toBe(10_000)
  })

  it('finds them in the folder that the archive unpacks to', async () => {
    mkdirSync(join(folder, CIFAR_FOLDER))
    writeFiles(join(folder, CIFAR_FOLDER))
    expect(await cifar10.getStatus(folder)).toMatchObject({ isReady: true })
    expect((await load()).test.labels[0]).toBe(5)
  })

  it('names a file that was cut off, with both sizes', async () => {
    writeFiles(folder)
    truncateSync(join(folder, 'data_batch_3.bin'), 1000)
    await expect(load()).rejects.toThrow(
      /data_batch_3\.bin is cut off: it has 1000 bytes, expected 30730000/
    )
  })

  it('refuses a label that is no class', async () => {
    writeFiles(folder)
    writeFileSync(join(folder, 'test_batch.bin'), createRecords(11))
    await expect(load()).rejects.toThrow(
      /test_batch\.bin .* picture 1 has the label 11, expected 0 to 9/
    )
  })
})

describe('CIFAR-10 from its archive', () => {
  it('reads the same pictures as from the files', async () => {
    writeFiles(folder)
    const fromFiles = await load()
    for (const name of CIFAR_FILES) rmSync(join(folder, name))
    await writeArchive(wholeArchive())
    const fromArchive = await load()
    expect(Buffer.compare(fromArchive.train.images, fromFiles.train.images)).toBe(0)
    expect(Buffer.compare(fromArchive.test.images, fromFiles.test.images)).toBe(0)
    expect(fromArchive.train.labels).toEqual(fromFiles.train.labels)
  })

  it('takes no file of another path, no link, and says what is missing', async () => {
    await writeArchive([
      { header: { name: `../${CIFAR_FOLDER}/data_batch_1.bin`, size: 4 }, body: Buffer.alloc(4) },
      { header: { name: `/${CIFAR_FOLDER}/data_batch_2.bin`, size: 4 }, body: Buffer.alloc(4) },
      {
        header: {
          name: `${CIFAR_FOLDER}/test_batch.bin`,
          type: 'symlink',
          linkname: '/etc/passwd',
          size: 0
        }
      }
    ])
    await expect(load()).rejects.toThrow(
      /does not hold data_batch_1\.bin, data_batch_2\.bin, .*test_batch\.bin/
    )
  })

  it('refuses a file of another size, and something large that does not belong there', async () => {
    await writeArchive([
      { header: { name: `${CIFAR_FOLDER}/data_batch_1.bin`, size: 5 }, body: Buffer.alloc(5) }
    ])
    await expect(load()).rejects.toThrow(/data_batch_1\.bin .* it has 5 bytes, expected 30730000/)
    const size = 2_000_000
    await writeArchive([{ header: { name: 'zeros', size }, body: Buffer.alloc(size) }])
    await expect(load()).rejects.toThrow(/"zeros" of 2000000 bytes, which is no part of CIFAR-10/)
  })

  it('says which archive is cut off or no archive', async () => {
    await writeArchive(wholeArchive())
    truncateSync(join(folder, CIFAR_ARCHIVE), 20_000)
    await expect(load()).rejects.toThrow(new RegExp(`${CIFAR_ARCHIVE} cannot be read: .*again`))
    writeFileSync(join(folder, CIFAR_ARCHIVE), '<html>Not found</html>')
    await expect(load()).rejects.toThrow(new RegExp(`${CIFAR_ARCHIVE} cannot be read: .*again`))
  })
})

describe('the status of CIFAR-10', () => {
  it('says what to do without a folder, with a wrong one and with an incomplete one', async () => {
    const message = async (place: string | null) => (await cifar10.getStatus(place)).message
    expect(await message(null)).toMatch(/Download it, import cifar-10-binary\.tar\.gz/)
    expect(await message(join(folder, 'absent'))).toMatch(/absent does not exist/)
    expect(await message(folder)).toMatch(/holds neither data_batch_1\.bin/)
    writeFileSync(join(folder, 'data_batch_1.bin'), '')
    expect(await message(folder)).toMatch(/lacks data_batch_2\.bin, .*test_batch\.bin/)
  })
})

function load(): Promise<LoadedDataset> {
  return cifar10.load({
    folder,
    cacheFolder: folder,
    signal: new AbortController().signal,
    onProgress: () => undefined
  })
}

/** One record, then zeros up to the right size (a hole in the file, so that the test writes little). */
function writeFiles(place: string): void {
  CIFAR_FILES.forEach((name, index) => {
    writeFileSync(join(place, name), createRecord(index, index))
    truncateSync(join(place, name), FILE_BYTES)
  })
}

function createRecord(label: number, shade: number): Buffer {
  const planes = [10, 20, 30].map((value) => Buffer.alloc(1024, value + shade))
  return Buffer.concat([Buffer.of(label), ...planes], RECORD_BYTES)
}

function createRecords(label: number): Buffer {
  return Buffer.concat([createRecord(label, label)], FILE_BYTES)
}

function wholeArchive(): { header: EntryHeader; body?: Buffer }[] {
  return CIFAR_FILES.map((name, index) => ({
    header: { name: `${CIFAR_FOLDER}/${name}`, size: FILE_BYTES },
    body: createRecords(index)
  }))
}

type EntryHeader = Parameters<ReturnType<typeof pack>['entry']>[0]

async function writeArchive(entries: { header: EntryHeader; body?: Buffer }[]): Promise<void> {
  const archive = pack()
  const written = pipeline(
    archive,
    createGzip({ level: 1 }),
    createWriteStream(join(folder, CIFAR_ARCHIVE))
  )
  for (const { header, body } of entries) {
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve())
      if (body) archive.entry(header, body, done)
      else archive.entry(header, done).end(null)
    })
  }
  archive.finalize()
  await written
}
