import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCsv } from './compare/csv'
import { describeCurves, type NamedCurve } from './curves/curve-csv'
import type { MetricTable } from './metrics'
import type { RunRecord } from './run'
import { runToCsv } from './run-export/to-csv'

/** Every writer of CSV: a name that someone chose, and numbers, as the rows that a spreadsheet gets. To add one: its line. */
const writers: Readonly<Record<string, (name: string, values: readonly number[]) => string>> = {
  'of a run': (name, values) =>
    runToCsv({
      record: { name } as RunRecord,
      experiment: null,
      environment: {},
      events: [],
      tables: [createTable(values)]
    }),
  'of curves': (name, values) =>
    describeCurves([createCurve(name, values)], { axis: 'step', smoothing: 0, range: null }),
  'of a comparison': (name, values) => toCsv([[name, ...values.map(String)]])
}

function createTable(values: readonly number[]): MetricTable {
  const steps = Float64Array.from(values.keys())
  const columns = { 'train/loss': Float64Array.from(values) }
  return { scope: 'step', steps, elapsedMs: steps, columns }
}

function createCurve(name: string, values: readonly number[]): NamedCurve {
  const raw = { x: Float64Array.from(values.keys()), y: Float64Array.from(values) }
  return { name, runId: 'a', series: 'train/loss', raw, smooth: null } as unknown as NamedCurve
}

/** As RFC 4180 reads it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/g
  )) {
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

const names = fc
  .tuple(
    fc.constantFrom(
      '',
      '=',
      '+',
      '-',
      '@',
      '＝',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      "'",
      ' ',
      '\t1',
      '-1'
    ),
    fc.string({ unit: 'binary', maxLength: 12 })
  )
  .map(([first, rest]) => first + rest)
const values = fc.array(fc.double(), { minLength: 1, maxLength: 4 })

describe.each(Object.entries(writers))('the table %s', (_title, write) => {
  it('is read back with every name, and no name is carried out', () => {
    fc.assert(
      fc.property(names, values, (name, numbers) => {
        const rows = readCsv(write(name, numbers))
        const cells = rows.flat()
        expect(cells.some((cell) => cell === name || cell === `'${name}`)).toBe(true)
        for (const cell of cells.filter((one) => Number.isNaN(Number(one.trim() || NaN)))) {
          expect(cell).not.toMatch(/^[=+\-@＝＋－＠\t\r\n](?!Infinity$)/)
        }
        expect(new Set(rows.map((row) => row.length)).size).toBe(1)
      })
    )
  })

  it('keeps every number to its last digit, and what is infinite', () => {
    const numbers = [0.1, -1e-300, 1 / 3, -Infinity, Infinity]
    const cells = readCsv(write('a', numbers)).flat()
    for (const number of numbers) expect(cells.map(Number)).toContain(number)
  })
})
