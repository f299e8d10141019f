import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { datasetFiles, toBytes } from '../fixtures/dataset-files'
import { readCsv } from './csv'
import { readIdx } from './idx'
import { readNpy } from './npy'
import { readNpz } from './npz'
import { readPickle } from './pickle'

describe('a pickle of pictures', () => {
  const { pickles, data, labels } = datasetFiles.pickles

  it.each(Object.keys(pickles))('is read as Python wrote it: %s', (name) => {
    const batch = readPickle(toBytes(pickles[name] ?? ''), 'batch') as ReadonlyMap<string, unknown>
    expect(batch.get('labels')).toEqual(labels)
    expect(batch.get('data')).toMatchObject({ shape: [4, 6], dtype: 'u1', isFortranOrder: false })
    expect([...(batch.get('data') as { data: Uint8Array }).data]).toEqual(data)
  })

  it('is refused by the name of what it asks for, which is never carried out', () => {
    const read = (name: string) => () =>
      readPickle(toBytes(datasetFiles.evilPickles[name] ?? ''), 'evil.pkl')
    expect(read('eval')).toThrow(
      /evil\.pkl is not taken in: it asks for "(__builtin__|builtins)\.eval"/
    )
    expect(read('eval, protocol 4')).toThrow(/asks for "builtins\.eval"/)
    expect(read('protocol 0')).toThrow(/asks for "(__builtin__|builtins)\.eval"/)
    expect(read('an object')).toThrow(
      /it asks for "(copyreg\._reconstructor|copy_reg\._reconstructor|__main__\.Plain)"/
    )
  })

  it('is refused by the name of an instruction that makes objects', () => {
    // PROTO 2, MARK, INST os system, STOP
    const bytes = Buffer.from('\u0080\u0002(ios\nsystem\n.', 'latin1')
    expect(() => readPickle(bytes, 'inst.pkl')).toThrow(/holds the instruction INST/)
  })

  it('says that it is cut off, wherever it is', () => {
    const whole = toBytes(pickles['Python 2'] ?? '')
    for (let length = 0; length < whole.length; length++) {
      expect(() => readPickle(whole.subarray(0, length), 'half')).toThrow(/^half is not taken in/)
    }
  })
})

describe('a .npy array', () => {
  it.each(datasetFiles.arrays.arrays)('of $dtype has the values that NumPy gave it', (array) => {
    const { shape, values } = readNpy(toBytes(array.npy), 'a.npy')
    expect(shape).toEqual([2, 3])
    expect(Array.from(values as Iterable<number | bigint>, Number)).toEqual(array.values)
  })

  it('may have the longer header of version 2', () => {
    expect([
      ...(readNpy(toBytes(datasetFiles.arrays.version2), 'a.npy').values as Uint8Array)
    ]).toEqual([0, 1, 2])
  })

  it('says what is not understood: order, byte order, objects, missing values', () => {
    const { fortran, bigEndian, objects, version2 } = datasetFiles.arrays
    const read = (text: string) => () => readNpy(toBytes(text), 'a.npy')
    expect(read(fortran)).toThrow(/a\.npy is stored column by column/)
    expect(read(bigEndian)).toThrow(/byte order of another kind of machine/)
    expect(read(objects)).toThrow(/holds values of '\|O', .* Objects are never loaded/)
    expect(() => readNpy(toBytes(version2).slice(0, -1), 'a.npy')).toThrow(
      /an array of \(3\) takes 3 bytes, 2 are there/
    )
  })
})

describe('a .npz', () => {
  const all = { source: 'set.npz', isWanted: () => true }

  it.each(['x and y', 'compressed'])('gives its arrays: %s', (name) => {
    const arrays = readNpz(toBytes(datasetFiles.npz.files[name] ?? ''), all)
    expect(arrays.get('x')?.shape).toEqual([20, 4, 5, 3])
    expect([...(arrays.get('x')?.values as Uint8Array)]).toEqual(datasetFiles.npz.x)
  })

  it('leaves what is not wanted packed, whatever its name says', () => {
    const bytes = zipSync({ '../../etc/passwd.npy': Uint8Array.of(1), 'x.npy': Uint8Array.of(1) })
    expect(readNpz(bytes, { source: 'set.npz', isWanted: () => false }).size).toBe(0)
  })

  it('refuses what would unpack to more than 2 GB before it unpacks anything', () => {
    const bytes = zipSync({ 'x.npy': new Uint8Array(10) })
    const view = new DataView(bytes.buffer)
    // The size in the central directory, 22 + 46 + 5 bytes from the end, at its offset 24.
    view.setUint32(bytes.length - 22 - 51 + 24, 0xfffffff0, true)
    expect(() => readNpz(bytes, all)).toThrow(/unpacks to more than 2 GB/)
  })
})

describe('an IDX file', () => {
  it('gives its sides and its bytes', () => {
    const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9)
    expect(readIdx(bytes, 'a')).toEqual({ shape: [1, 1, 2], bytes: Uint8Array.of(7, 9) })
  })

  it('says what it is not', () => {
    expect(() => readIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1), 'a')).toThrow(
      /type 0x0d, expected bytes/
    )
    expect(() => readIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, 1), 'a')).toThrow(
      /takes 9 bytes, 1 are there/
    )
    expect(() => readIdx(Buffer.from('<html></html>'), 'a')).toThrow(/no IDX file/)
  })
})

describe('a list of pictures', () => {
  it('may have a heading, quotes, empty lines and any usual separator', () => {
    const rows = readCsv('\uFEFFlabel;file\r\ncat;"a;b ""1"".png"\r\n\r\ndög;ü.png', 'list.csv')
    expect(rows).toEqual([
      { path: 'a;b "1".png', label: 'cat', line: 2 },
      { path: 'ü.png', label: 'dög', line: 4 }
    ])
  })

  it('takes the first two columns without a heading', () => {
    expect(readCsv('a.png,0\nb.png,1', 'list.csv').map(({ label }) => label)).toEqual(['0', '1'])
  })

  it('names the line that lacks a label, and a quote that is never closed', () => {
    expect(() => readCsv('a.png,0\nb.png\n', 'list.csv')).toThrow(
      /list\.csv, line 2: expected a path/
    )
    expect(() => readCsv('a.png,0\n"b.png,1', 'list.csv')).toThrow(
      /line 2: a quote is never closed/
    )
  })
})

/** Whatever bytes come: a result or one sentence, soon, and never another error. */
describe('thousands of damaged inputs', () => {
  const runs = { numRuns: 4000 }

  function expectSentence(read: () => unknown): void {
    try {
      read()
    } catch (error) {
      if ((error as Error).name !== 'UserError') throw error
    }
  }

  /** Bytes of a whole file with some of them changed, cut out or doubled. */
  function damage(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
    const change = fc.record({ at: fc.nat(), value: fc.nat(255), kind: fc.nat(3) })
    return fc
      .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 8 }))
      .map(([file, changes]) => changes.reduce(applyChange, file))
  }

  function applyChange(
    bytes: Uint8Array,
    { at, value, kind }: { at: number; value: number; kind: number }
  ): Uint8Array {
    const place = at % Math.max(1, bytes.length)
    if (kind === 0) return bytes.slice(0, place)
    if (kind === 1) return Buffer.concat([bytes.slice(0, place), bytes.slice(place + 1)])
    if (kind === 2) return Buffer.concat([bytes.slice(0, place), bytes])
    const changed = bytes.slice()
    changed[place] = value
    return changed
  }

  it('as pickles', () => {
    const files = Object.values(datasetFiles.pickles.pickles).map(toBytes)
    fc.assert(
      fc.property(damage(files), (bytes) => expectSentence(() => readPickle(bytes, 'p'))),
      runs
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => expectSentence(() => readPickle(bytes, 'p'))),
      runs
    )
  })

  it('as NumPy arrays', () => {
    const files = datasetFiles.arrays.arrays.map(({ npy }) => toBytes(npy))
    fc.assert(
      fc.property(damage(files), (bytes) => expectSentence(() => readNpy(bytes, 'a'))),
      runs
    )
  })

  it('as zip archives', () => {
    const files = Object.values(datasetFiles.npz.files).map(toBytes)
    const options = { source: 'z', isWanted: () => true }
    fc.assert(
      fc.property(damage(files), (bytes) => expectSentence(() => readNpz(bytes, options))),
      runs
    )
  })

  it('as IDX files and lists', () => {
    const file = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9)
    fc.assert(
      fc.property(damage([file]), (bytes) => expectSentence(() => readIdx(bytes, 'i'))),
      runs
    )
    fc.assert(
      fc.property(fc.string(), (text) => expectSentence(() => readCsv(text, 'c'))),
      runs
    )
  })
})
