import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeReport } from '@shared/import-report'
import { toDatasetId } from '@shared/imported-dataset'
import { openImported } from '../datasets/imported'
import { datasetFiles, toBytes } from './fixtures/dataset-files'
import { createImportBench, createPng, type ImportBench } from './testing'

let bench: ImportBench
beforeEach(() => {
  bench = createImportBench()
})
afterEach(() => bench.remove())

/** Two classes of `count` pictures, each of its own shade. */
function writeClasses(prefix = '', count = 5): void {
  for (let index = 0; index < count; index++) {
    bench.write(`${prefix}cat/${index}.png`, createPng([200, index, 0]))
    bench.write(`${prefix}dog/${index}.png`, createPng([0, index, 200]))
  }
}

describe('a folder for each class', () => {
  it('becomes a set: class names in order, labels beside their pictures, 20 % set aside for the test', async () => {
    writeClasses()
    const { card, report } = await bench.import(bench.folder, { name: 'Meine Tiere' })
    expect(card).toMatchObject({
      id: 'meine-tiere',
      label: 'Meine Tiere',
      classNames: ['cat', 'dog'],
      imageShape: [4, 4, 3],
      trainCount: 8,
      testCount: 2
    })
    expect(report.notes[0]).toMatch(/no test part, so 2 of 10 pictures are set aside/)
    const { train, test } = await bench.load('meine-tiere')
    for (const { images, labels } of [train, test]) {
      labels.forEach((label, index) => expect(images[index * 48]).toBe(label === 0 ? 200 : 0))
    }
    expect([...test.labels].sort()).toEqual([0, 1])
  })

  it('keeps train, validation and test apart, and tells what leaks from one to the other', async () => {
    writeClasses('train/')
    bench.write('val/cat/v.png', createPng([210, 0, 0]))
    bench.write('test/dog/t.png', createPng([0, 0, 210]))
    bench.write('test/cat/leaked.png', createPng([200, 3, 0]))
    bench.write('train/cat/twice.png', createPng([200, 1, 0]))
    const { card, report } = await bench.import()
    expect(card).toMatchObject({ trainCount: 11, validationCount: 1, testCount: 2 })
    expect(report).toMatchObject({ duplicateCount: 2, leakedCount: 1 })
    expect(report.duplicates).toContainEqual({
      name: 'test/cat/leaked.png',
      sameAs: 'train/cat/3.png'
    })
    expect(describeReport(report).join(' ')).toMatch(/1 of them is both in the training part and/)
    expect((await bench.load(card.id)).validation?.labels).toEqual(Int32Array.of(0))
  })

  it('gives the same set every time', async () => {
    writeClasses()
    const first = await bench.import(bench.folder, { name: 'a' })
    await bench.import(bench.folder, { name: 'b' })
    const read = (id: string) => readFileSync(join(bench.datasetsFolder, id, 'data.bin'))
    expect(read('b')).toEqual(read('a'))
    expect(first.bytes).toBe(read('a').length)
  })

  it('leaves unreadable files out and names each with the reason', async () => {
    writeClasses()
    bench.write('cat/empty.png', '')
    bench.write('cat/page.jpg', '<html>')
    bench.write('dog/half.png', createPng([1, 2, 3]).subarray(0, 50))
    bench.write('dog/notes.txt', 'no picture')
    const { card, report } = await bench.import()
    expect(card.trainCount + card.testCount).toBe(10)
    expect(report.unreadableCount).toBe(3)
    const reasons = Object.fromEntries(report.unreadable.map(({ name, reason }) => [name, reason]))
    expect(reasons['cat/empty.png']).toBe('it is empty')
    expect(reasons['cat/page.jpg']).toMatch(/no JPEG, PNG/)
    expect(reasons['dog/half.png']).toMatch(/damaged|cut off/)
    expect(report.notes.join(' ')).toContain('dog/notes.txt')
  })

  it('brings mixed sizes to 64×64 or to the wanted size, and says so', async () => {
    writeClasses()
    bench.write('cat/large.png', createPng([9, 9, 9], { width: 30, height: 10 }))
    const { card, report } = await bench.import()
    expect(card.imageShape).toEqual([64, 64, 3])
    expect(report.notes.join(' ')).toMatch(
      /11 pictures from 4×4 to 30×10 are brought to 64×64 \(crop\)/
    )
    const small = await bench.import(bench.folder, { size: [5, 6], resize: 'pad' })
    expect(small.card.imageShape).toEqual([5, 6, 3])
  })

  it('keeps one channel when all pictures are grey', async () => {
    for (let index = 0; index < 4; index++) {
      bench.write(`a/${index}.png`, createPng([index, index, index]))
      bench.write(`b/${index}.png`, createPng([99 + index, 99 + index, 99 + index]))
    }
    const { card } = await bench.import()
    expect(card.imageShape).toEqual([4, 4, 1])
    const { train } = await bench.load(card.id)
    train.labels.forEach((label, index) =>
      expect(Number(train.images[index * 16]) >= 99).toBe(label === 1)
    )
  })

  it('takes names of any script, and never replaces another set', async () => {
    for (const name of ['猫/一.png', '猫/二.png', 'Hündchen/ä.png', 'Hündchen/ö.png']) {
      bench.write(
        name,
        createPng([name.length, name.charCodeAt(0) % 256, name.charCodeAt(2) % 256])
      )
    }
    const first = await bench.import(bench.folder, { name: 'Übung' })
    const second = await bench.import(bench.folder, { name: 'Übung' })
    expect(first.card.classNames).toEqual(['Hündchen', '猫'])
    expect([first.card.id, second.card.id]).toEqual(['ubung', 'ubung-2'])
    expect((await bench.import(bench.folder, { name: 'mnist' })).card.id).toBe('mnist-2')
  })

  it('follows no link out of the folder', async () => {
    writeClasses()
    symlinkSync(join(bench.folder, 'cat'), join(bench.folder, 'linked'))
    symlinkSync('/etc/passwd', join(bench.folder, 'cat', 'passwd.png'))
    const { card } = await bench.import()
    expect(card.classNames).toEqual(['cat', 'dog'])
    expect(card.trainCount + card.testCount).toBe(10)
  })

  it('counts on to the whole', async () => {
    writeClasses()
    await bench.import()
    const reading = bench.told.filter(({ phase }) => phase === 'Reading pictures')
    expect(reading[0]).toMatchObject({ done: 0, total: 10, unit: 'pictures' })
    expect(reading.at(-1)).toMatchObject({ done: 10, total: 10 })
  })
})

describe('an import that cannot be', () => {
  async function expectRefusal(sentence: RegExp, paths?: string | string[]): Promise<void> {
    await expect(bench.import(paths)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(sentence)
    })
    expect(bench.list()).toEqual([])
  }

  it('says that there is one class only', async () => {
    bench.write('cat/1.png', createPng([1, 0, 0]))
    bench.write('cat/2.png', createPng([2, 0, 0]))
    await expectRefusal(/pictures of one class only \("cat"\).* Add a second class/)
  })

  it('says that two pictures are too few', async () => {
    bench.write('cat/1.png', createPng([1, 0, 0]))
    bench.write('dog/1.png', createPng([2, 0, 0]))
    await expectRefusal(/gives 2 pictures to train with and 0 to test with: too few/)
  })

  it('names an unreadable picture when none is left', async () => {
    bench.write('cat/1.png', 'x')
    bench.write('dog/1.png', 'y')
    await expectRefusal(/too few.* (cat|dog)\/1\.png could not be read: it is no JPEG/)
  })

  it('says that nothing is there, that it is no set, and that it holds no pictures', async () => {
    await expectRefusal(/absent is not there/, join(bench.folder, 'absent'))
    await expectRefusal(/chosen is nothing that can be imported\. Choose an archive of CIFAR/)
    await expectRefusal(/notes\.txt is nothing that can be imported/, bench.write('notes.txt', ''))
    rmSync(join(bench.folder, 'notes.txt'))
    bench.write('cat/notes.txt', '')
    await expectRefusal(/holds no pictures in folders of classes/)
  })

  it.skipIf(process.getuid?.() === 0)('says that the workspace cannot be written', async () => {
    writeClasses()
    chmodSync(bench.datasetsFolder, 0o500)
    await expectRefusal(/datasets cannot be written/)
    chmodSync(bench.datasetsFolder, 0o700)
  })

  it('ends when the folder vanishes, and keeps nothing', async () => {
    writeClasses('', 200)
    const vanishing = bench.import()
    const refusal = expect(vanishing).rejects.toThrow(/chosen is not there \(any more\)/)
    while (!bench.told.some(({ phase }) => phase === 'Reading pictures')) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    rmSync(bench.folder, { recursive: true })
    await refusal
    expect(bench.list()).toEqual([])
  })

  it('ends when it is cancelled, and keeps nothing', async () => {
    writeClasses('', 200)
    const cancelled = bench.import()
    const refusal = expect(cancelled).rejects.toMatchObject({ name: 'ImportStopped' })
    while (!bench.told.some(({ phase }) => phase === 'Reading pictures')) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    bench.stop.abort()
    await refusal
    expect(bench.list()).toEqual([])
  })

  it('removes what an import left whose process was killed', async () => {
    writeClasses()
    // Beyond the largest process number of Linux.
    const left = join(bench.datasetsFolder, '.importing-99999999-1')
    bench.write('../datasets/.importing-99999999-1/train-0.pixels', 'half')
    expect(existsSync(left)).toBe(true)
    await bench.import()
    expect(bench.list()).toEqual(['chosen'])
  })
})

describe('an imported set', () => {
  it('says which file is damaged', async () => {
    writeClasses()
    const { card } = await bench.import()
    const folder = join(bench.datasetsFolder, card.id)
    const file = join(folder, 'data.bin')
    const bytes = readFileSync(file)
    bytes[100] = (bytes[100] as number) ^ 1
    writeFileSync(file, bytes)
    await expect(bench.load(card.id)).rejects.toThrow(/data\.bin is damaged: its checksum/)
    writeFileSync(file, bytes.subarray(0, -1))
    const dataset = await openImported(folder)
    expect(await dataset.getStatus(folder)).toMatchObject({
      isReady: false,
      message: expect.stringMatching(/data\.bin is damaged: it has \d+ bytes, expected \d+/)
    })
  })

  it('has an id that is safe as the name of a folder', () => {
    expect(toDatasetId('../../etc')).toBe('etc')
    expect(toDatasetId('猫')).toBe('set')
    expect(toDatasetId('Ein Übungs-Satz (2)')).toBe('ein-ubungs-satz-2')
  })
})

describe('a CSV of paths and labels', () => {
  it('becomes a set, its labels in order', async () => {
    writeClasses()
    const rows = [
      'path,label',
      ...[0, 1, 2, 3].flatMap((n) => [`cat/${n}.png,10`, `dog/${n}.png,9`])
    ]
    const { card } = await bench.import(bench.write('list.csv', rows.join('\n')))
    expect(card).toMatchObject({ id: 'list', classNames: ['9', '10'], trainCount: 6, testCount: 2 })
    const { train } = await bench.load('list')
    train.labels.forEach((label, index) =>
      expect(train.images[index * 48]).toBe(label === 1 ? 200 : 0)
    )
  })

  it('reads nothing outside its folder', async () => {
    const list = bench.write('list.csv', '../../etc/passwd,a\nb.png,b')
    await expect(bench.import(list)).rejects.toThrow(
      /line 1: "\.\.\/\.\.\/etc\/passwd" leads out of the folder/
    )
  })
})

describe('a .npz', () => {
  const { x, y, files } = datasetFiles.npz
  const write = (name: string) => bench.write('set.npz', toBytes(files[name] ?? ''))

  it.each(['x and y', 'floats'])('with %s gives the pictures that NumPy saved', async (name) => {
    const { card } = await bench.import(write(name))
    expect(card).toMatchObject({ imageShape: [4, 5, 3], trainCount: 16, testCount: 4 })
    const { train, test } = await bench.load(card.id)
    const known = new Map(
      y.map((label, index) => [x.slice(index * 60, index * 60 + 60).join(), label])
    )
    for (const { images, labels } of [train, test]) {
      labels.forEach((label, index) =>
        expect(known.get(images.slice(index * 60, index * 60 + 60).join())).toBe(label)
      )
    }
  })

  it('with parts keeps them in their order', async () => {
    const { card } = await bench.import(write('parts'))
    const { train, test } = await bench.load(card.id)
    expect([...train.images, ...test.images]).toEqual(x)
    expect([...train.labels, ...test.labels]).toEqual(y)
  })
})

describe('the IDX files of MNIST', () => {
  function writeIdx(count: number, label: (index: number) => number): void {
    const head = (magic: number[], sizes: number[]) =>
      Buffer.from([...magic, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255])])
    const labels = Buffer.from(Array.from({ length: count }, (_, index) => label(index)))
    const pixels = Buffer.from(Array.from({ length: count * 6 }, (_, index) => index % 251))
    for (const part of ['train', 't10k']) {
      const images = Buffer.concat([head([0, 0, 8, 3], [count, 2, 3]), pixels])
      bench.write(`${part}-images-idx3-ubyte.gz`, gzipSync(images))
      bench.write(
        `${part}-labels-idx1-ubyte.gz`,
        gzipSync(Buffer.concat([head([0, 0, 8, 1], [count]), labels]))
      )
    }
  }

  it('become a set, whether the folder or the files are chosen', async () => {
    writeIdx(40, (index) => index % 10)
    const { card } = await bench.import()
    expect(card).toMatchObject({ id: 'mnist-70000', imageShape: [2, 3, 1], trainCount: 40 })
    const { test } = await bench.load('mnist-70000')
    expect([...test.images.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 5])
    const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']
    const paths = names.map((name) => join(bench.folder, `${name}-ubyte.gz`))
    expect((await bench.import(paths)).card.testCount).toBe(40)
  })

  it('are refused when one is missing, has a label too many, or is a bomb', async () => {
    writeIdx(20, () => 10)
    await expect(bench.import()).rejects.toThrow(
      /train picture 1 has the label 10, expected 0 to 9/
    )
    bench.write('train-images-idx3-ubyte.gz', gzipSync(Buffer.alloc(600 << 20), { level: 1 }))
    await expect(bench.import()).rejects.toThrow(/unpacks to more than 512 MB/)
    rmSync(join(bench.folder, 't10k-labels-idx1-ubyte.gz'))
    await expect(bench.import()).rejects.toThrow(/lacks t10k-labels-idx1-ubyte\.gz/)
    expect(bench.list()).toEqual([])
  }, 60_000)
})
