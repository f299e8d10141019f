/** Reads the table that Keras' CSVLogger writes: a line an epoch, whatever separates its cells. */
import { UserError } from '../contract/define'
import { seriesName } from '../metrics'
import type { Curve, CurvePoint } from './curve'
import { readSeriesName } from './name-of-series'

export interface CsvLog {
  readonly curves: readonly Curve[]
  /** Columns that are no metric here. */
  readonly leftOut: readonly string[]
}

const SEPARATORS = [',', ';', '\t', '|', ' ']

/** @throws UserError with what is missing, naming the line. */
export function readCsvLog(text: string, fileName: string): CsvLog {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
  const [head, ...rows] = lines
  const separator = SEPARATORS.find((one) => cut(head?.line ?? '', one).includes('epoch'))
  if (!head || separator === undefined) {
    throw new UserError(
      `${fileName}: not a table of a training: its first line names no column "epoch". Choose what CSVLogger of Keras wrote.`
    )
  }
  const names = cut(head.line, separator)
  const columns = names.map((name) => (name === 'epoch' ? null : readColumn(name)))
  const leftOut = names.filter((name, index) => name !== 'epoch' && columns[index] === null)
  if (columns.every((column) => column === null)) {
    throw new UserError(`${fileName}: no column is a metric: ${leftOut.slice(0, 8).join(', ')}.`)
  }
  const values = rows.map(({ line, number }) =>
    readRow(cut(line, separator), names, { separator, where: `${fileName}: line ${number}` })
  )
  const epochs = countEpochs(values.map((row) => row[names.indexOf('epoch')] ?? NaN))
  const curves = columns.flatMap((series, index): Curve[] => {
    if (series === null) return []
    const points = values.map((row, at) => toPoint(epochs[at] ?? 0, row[index] ?? NaN))
    return [{ scope: 'epoch', series, points }]
  })
  return { curves, leftOut }
}

/** The table says nothing of steps and times: an epoch counts as one step. */
function toPoint(epoch: number, value: number): CurvePoint {
  return { step: epoch, elapsedMs: 0, value }
}

function readColumn(name: string): Curve['series'] | null {
  const named = readSeriesName(name)
  return named && seriesName(named.part ?? 'train', named.metric)
}

function cut(line: string, separator: string): string[] {
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}

function readRow(
  cells: readonly string[],
  names: readonly string[],
  { separator, where }: { separator: string; where: string }
): number[] {
  if (cells.length !== names.length) {
    throw new UserError(`${where} has ${cells.length} cells, expected ${names.length}.`)
  }
  return cells.map((cell, index) => {
    const value = readNumber(cell, separator)
    if (value !== null) return value
    if (names[index] === 'epoch' || readColumn(names[index] ?? '') !== null) {
      throw new UserError(
        `${where}: "${cell.slice(0, 40)}" is no number for ${names[index] ?? ''}.`
      )
    }
    return NaN
  })
}

const words: Readonly<Record<string, number>> = {
  '': NaN,
  nan: NaN,
  na: NaN,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '-infinity': -Infinity
}

/** Null for what is no number. A comma is a decimal point where it separates nothing. */
function readNumber(cell: string, separator: string): number | null {
  const word = cell.toLowerCase()
  if (Object.hasOwn(words, word)) return words[word] ?? null
  const text = separator === ',' ? cell : cell.replace(',', '.')
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null
}

/** From 1, as here; a log that was appended to begins again and counts on. */
function countEpochs(named: readonly number[]): number[] {
  let last = 0
  let offset = named[0] === 1 ? 0 : 1
  return named.map((epoch) => {
    const isWhole = Number.isSafeInteger(epoch) && epoch >= 0
    let count = isWhole ? epoch + offset : last + 1
    if (count <= last) {
      count = last + 1
      if (isWhole) offset = count - epoch
    }
    last = count
    return count
  })
}
