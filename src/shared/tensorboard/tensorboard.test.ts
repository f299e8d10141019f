import { describe, expect, it } from 'vitest'
import { curvesToBatches } from '../foreign/curve'
import { mergeBatches } from '../metric-tables'
import { findPart } from '../foreign/name-of-series'
import { computeCrc32c } from './crc32c'
import { readEventFile, writeEventFile } from './events'
import reference from './fixtures/tensorboard-logs.json'
import { readCurves } from './read-curves'
import { encodeRecord, readRecords } from './records'

type Log = keyof typeof reference.logs

const toBytes = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

const filesOf = (log: Log) =>
  reference.logs[log].map(({ path, base64, scalars }) => ({
    part: findPart(path.split('/')[0] ?? ''),
    bytes: toBytes(base64),
    scalars
  }))

function readLog(log: Log) {
  const folders = filesOf(log).map(({ part, bytes }) => ({
    part,
    scalars: readEventFile(bytes)?.scalars ?? []
  }))
  return readCurves(folders)
}

/** As Python writes numbers. */
const toNumber = (text: unknown): number =>
  ({ nan: NaN, inf: Infinity })[text as string] ?? Number(text)

describe('an event file', () => {
  it.each(Object.keys(reference.logs) as Log[])('of %s is read as TensorBoard reads it', (log) => {
    for (const { bytes, scalars } of filesOf(log)) {
      const file = readEventFile(bytes)
      const found = file?.scalars.map(({ tag, step, wallTime, value }) => [
        tag,
        step,
        wallTime,
        value
      ])
      const expected = scalars.map(([tag, step, time, value]) => [tag, step, time, toNumber(value)])
      const sort = (rows: unknown[][] | undefined) =>
        rows?.map((row) => JSON.stringify(row.map(String))).sort()
      expect(sort(found)).toEqual(sort(expected))
      expect(file?.tornBytes).toBe(0)
    }
  })

  it('names what is no scalar', () => {
    const [file] = filesOf('summary')
    expect(readEventFile(file?.bytes ?? new Uint8Array())?.otherTags).toEqual(['weights', 'note'])
  })

  it('loses its last record only when it is cut, and nothing else', () => {
    const bytes = filesOf('simple')[0]?.bytes ?? new Uint8Array()
    const counts = new Set<number>()
    for (let length = 0; length < bytes.length; length++) {
      counts.add(readEventFile(bytes.subarray(0, length))?.scalars.length ?? -1)
    }
    expect([...counts]).toEqual([-1, 0, 1, 2, 3, 4])
  })

  it('loses what comes after a flipped byte, and never throws', () => {
    const bytes = filesOf('summary')[0]?.bytes ?? new Uint8Array()
    const all = readEventFile(bytes)?.scalars.length ?? 0
    for (let offset = 0; offset < bytes.length; offset += 3) {
      const flipped = Uint8Array.from(bytes)
      flipped[offset] = (flipped[offset] ?? 0) ^ 4
      expect(readEventFile(flipped)?.scalars.length ?? 0).toBeLessThan(all + 1)
    }
  })

  it('is nothing else: a picture, an empty file, a length that no memory holds', () => {
    expect(readEventFile(new Uint8Array(0))).toBeNull()
    expect(readEventFile(new Uint8Array(1000).fill(255))).toBeNull()
    expect(readRecords(new Uint8Array(16).fill(255)).records).toEqual([])
    expect(readEventFile(encodeRecord(new Uint8Array(200).fill(255)))).toBeNull()
  })

  it('comes back as it was written', () => {
    const points = [
      { tag: 'epoch_loss', step: 0, wallTime: 1_700_000_000.25, value: 0.5 },
      { tag: 'epoch_loss', step: 2 ** 40, wallTime: 1_700_000_001, value: Infinity },
      { tag: 'Größe ∂', step: 3, wallTime: 1_700_000_002, value: -0.125 }
    ]
    expect(readEventFile(writeEventFile(points))?.scalars).toEqual(points)
  })
})

describe('the checksum', () => {
  it('is the one of RFC 3720', () => {
    expect(computeCrc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(computeCrc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
    expect(computeCrc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
  })
})

describe("Keras' logs of a run", () => {
  const rows = reference.csv.comma
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
  const column = (index: number) => rows.map((row) => Math.fround(row[index] ?? NaN))

  it.each(['epoch', 'batch'] as const)('are joined with the steps of the epochs (%s)', (log) => {
    const { curves, leftOut } = readLog(log)
    const table = mergeBatches(curvesToBatches('run', curves)).find(
      ({ scope }) => scope === 'epoch'
    )
    expect([...(table?.steps ?? [])]).toEqual([4, 8, 12, 16])
    const found = Object.fromEntries(
      Object.entries(table?.columns ?? {}).map(([name, values]) => [name, [...values]])
    )
    expect(found).toEqual({
      'train/accuracy': column(1),
      'train/loss': column(2),
      'validation/accuracy': column(3),
      'validation/loss': column(4)
    })
    expect(leftOut).toEqual(['epoch_learning_rate'])
  })

  it('keep the steps of the batches where there are any', () => {
    const tables = mergeBatches(curvesToBatches('run', readLog('batch').curves))
    const steps = tables.find(({ scope }) => scope === 'step')
    expect([...(steps?.steps ?? [])]).toEqual(Array.from({ length: 16 }, (_, step) => step + 1))
    expect(Object.keys(steps?.columns ?? {}).sort()).toEqual(['train/accuracy', 'train/loss'])
  })
})

describe('logs of other programs', () => {
  it('are taken by the names of their tags, and what is no metric is named', () => {
    const { curves, leftOut } = readLog('summary')
    expect(curves.map(({ scope, series, points }) => [scope, series, points.length])).toEqual([
      ['epoch', 'train/loss', 5],
      ['epoch', 'validation/accuracy', 5]
    ])
    expect(leftOut).toEqual(['gradient norm'])
  })

  it('may hold NaN and infinity', () => {
    const [curve] = readLog('simple').curves
    expect(curve?.scope).toBe('step')
    expect(curve?.points.map(({ value }) => value)).toEqual([
      0.5,
      NaN,
      Infinity,
      Math.fround(1e-30),
      -2.5
    ])
    expect(curve?.points.map(({ elapsedMs }) => elapsedMs)).toEqual([0, 1000, 2000, 3000, 4000])
  })

  it('count the later value of a step that was trained again', () => {
    const point = (step: number, wallTime: number, value: number) => ({
      tag: 'loss',
      step,
      wallTime,
      value
    })
    const scalars = [point(1, 10, 1), point(2, 11, 0.9), point(1, 20, 0.5)]
    const [curve] = readCurves([{ part: null, scalars }]).curves
    expect(curve?.points.map(({ step, value }) => [step, value])).toEqual([
      [1, 0.5],
      [2, 0.9]
    ])
  })
})
