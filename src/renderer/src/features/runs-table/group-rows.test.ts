import { describe, expect, it } from 'vitest'
import { createRun } from '../../fixtures/test-app'
import type { CellValue, Column, RunRow } from './columns'
import { groupRows, summarize } from './group-rows'
import reference from './fixtures/group-statistics.json'

const column = (value: (row: RunRow) => CellValue): Column => ({
  key: 'x',
  label: 'x',
  help: '',
  kind: 'words',
  field: null,
  isNumber: true,
  isDescendingFirst: false,
  isGroupable: true,
  widthPx: 100,
  value: (record, facts) => value({ record, facts }),
  isOfTraining: () => false,
  format: String,
  formatMean: String
})

const rowsOf = (values: readonly number[]): RunRow[] =>
  values.map((elapsedMs, index) => ({
    record: createRun({ id: `run-${index}`, elapsedMs }),
    facts: null
  }))
const elapsed = column(({ record }) => record.elapsedMs)

describe('mean and deviation', () => {
  it.each(Object.entries(reference))('of a group %s are those of numpy', (_, expected) => {
    const found = summarize(rowsOf(expected.values), elapsed)
    expect(found?.count).toBe(expected.values.length)
    expect(found?.mean).toBeCloseTo(expected.mean, 9)
    expect(found?.deviation).toBeCloseTo(expected.deviation, 9)
  })

  it('leave out what is no finite number, and say when there is none', () => {
    const found = summarize(rowsOf([1, NaN, 3, Infinity]), elapsed)
    expect(found).toEqual({ count: 2, mean: 2, deviation: Math.SQRT2 })
    expect(summarize(rowsOf([5]), elapsed)).toEqual({ count: 1, mean: 5, deviation: null })
    expect(summarize(rowsOf([NaN]), elapsed)).toBeNull()
  })
})

describe('groups', () => {
  it('stand in the order of their values, the runs in theirs; a missing value comes last', () => {
    const values: CellValue[] = [10, null, 9, 10, '10']
    const rows = rowsOf(values.map((_, index) => index))
    const groups = groupRows(
      rows,
      column(({ record }) => values[record.elapsedMs] ?? null)
    )
    expect(groups.map(({ value, rows: own }) => [value, own.map((row) => row.record.id)])).toEqual([
      [9, ['run-2']],
      [10, ['run-0', 'run-3']],
      ['10', ['run-4']],
      [null, ['run-1']]
    ])
  })
})
