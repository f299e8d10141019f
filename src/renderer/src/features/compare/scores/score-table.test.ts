import { describe, expect, it } from 'vitest'
import { digestEvaluation } from '@shared/compare/digest'
import { createEvaluation } from '@shared/compare/fixtures/evaluations'
import { createRun } from '../../../fixtures/test-app'
import type { EpochValues } from '../../../stores/epoch-values'
import { computeAccuracyTable, computeClassTable } from './class-table'
import { computeMetricTable, findLastEpoch, type MeasuredRun } from './metric-table'
import { markExtremes, transposeTable, writeTable } from './score-table'

const numbers = (...values: number[]) => values.map((value) => ({ value, text: String(value) }))
const marks = (...args: Parameters<typeof markExtremes>) =>
  markExtremes(...args).map(({ mark }) => mark)

describe('the extremes of a line', () => {
  it('are marked by the direction in which the metric is better', () => {
    expect(marks(numbers(0.7, 0.9, 0.8), 'higher')).toEqual(['worst', 'best', null])
    expect(marks(numbers(0.7, 0.9, 0.8), 'lower')).toEqual(['best', 'worst', null])
  })

  it('are none where all are equal, or only one has a value', () => {
    expect(marks(numbers(0.7, 0.7), 'higher')).toEqual([null, null])
    expect(
      marks(
        [
          { value: 0.7, text: '' },
          { value: null, text: '–' }
        ],
        'higher'
      )
    ).toEqual([null, null])
  })

  it('are never values that are no numbers', () => {
    expect(marks(numbers(NaN, 0.2, Infinity, 0.1), 'lower')).toEqual([null, 'worst', null, 'best'])
  })
})

const series = (...values: number[]) => ({
  epochs: Float64Array.from(values, (_, index) => index + 1),
  values: Float64Array.from(values)
})
const measured = (name: string, values: EpochValues | null, changes = {}): MeasuredRun => ({
  record: createRun({ id: name, name, ...changes }),
  values
})
const runs = [
  measured(
    'a',
    new Map([
      ['validation/accuracy', series(0.5, 0.8, 0.7)],
      ['train/loss', series(2, 1, NaN)]
    ]),
    { test: { loss: 0.9, accuracy: 0.71, examples: 100, others: { f1: 0.7 } } }
  ),
  measured('b', new Map([['validation/accuracy', series(0.6, 0.75)]]))
]
const read = (...args: Parameters<typeof computeMetricTable>) =>
  Object.fromEntries(
    computeMetricTable(...args).lines.map(({ key, cells }) => [key, cells.map(({ text }) => text)])
  )

describe('the metrics by run', () => {
  it('are the last values, the best ones with their epoch, or those of an epoch', () => {
    expect(read(runs, { kind: 'last' })).toEqual({
      'test/loss': ['0.9000', '–'],
      'test/accuracy': ['0.7100', '–'],
      'test/f1': ['0.7000', '–'],
      'validation/accuracy': ['0.7000', '0.7500'],
      'train/loss': ['NaN', '–']
    })
    expect(read(runs, { kind: 'best' })).toMatchObject({
      'validation/accuracy': ['0.8000', '0.7500'],
      'train/loss': ['1.0000', '–']
    })
    expect(read(runs, { kind: 'epoch', epoch: 3 })).toMatchObject({
      'validation/accuracy': ['0.7000', '–']
    })
    const best = computeMetricTable(runs, { kind: 'best' })
    const line = best.lines.find(({ key }) => key === 'validation/accuracy')
    expect(line?.cells[0]).toMatchObject({ hint: 'epoch 2', mark: 'best' })
    expect(findLastEpoch(runs)).toBe(3)
  })

  it('are those of the record before the first epoch has ended', () => {
    const young = [measured('c', new Map(), { latest: { 'train/accuracy': 0.25 } })]
    expect(read(young, { kind: 'last' })).toEqual({ 'train/accuracy': ['0.2500'] })
    expect(read(young, { kind: 'best' })).toEqual({})
  })

  it('turn, and become text for a spreadsheet with all digits', () => {
    const table = computeMetricTable([measured('= a', new Map([['train/loss', series(1 / 3)]]))], {
      kind: 'last'
    })
    expect(writeTable(table, 'metric')).toBe("metric,'= a\r\ntrain loss,0.3333333333333333\r\n")
    expect(writeTable(transposeTable(table), 'run')).toBe(
      "run,train loss\r\n'= a,0.3333333333333333\r\n"
    )
  })
})

describe('the scores of the classes', () => {
  const labels = [0, 0, 1, 1, 2, 2]
  const evaluated = [
    [0, 0, 1, 1, 2, 0],
    [0, 1, 1, 1, 1, 1]
  ].map((predictions, index) => ({
    record: createRun({ id: `run-${index}`, name: `run ${index}` }),
    digest: digestEvaluation(createEvaluation({ labels, predictions }))
  }))

  it('stand side by side, with the better one marked, and their mean below', () => {
    const table = computeClassTable(evaluated, ['precision', 'recall'])
    expect(table.columns.map(({ label }) => label)).toEqual([
      'Precision, run 0',
      'Precision, run 1',
      'Recall, run 0',
      'Recall, run 1'
    ])
    const texts = table.lines.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)])
    expect(texts).toEqual([
      ['cat', '0.6667', '1.0000', '1.0000', '0.5000'],
      ['dog', '1.0000', '0.4000', '1.0000', '1.0000'],
      ['frog', '1.0000', '–', '0.5000', '0.0000'],
      ['mean of the classes', '0.8889', '0.4667', '0.8333', '0.5000']
    ])
    expect(table.lines[0]?.cells.map(({ mark }) => mark)).toEqual([
      'worst',
      'best',
      'best',
      'worst'
    ])
  })

  it('come with the accuracy and its interval', () => {
    const { lines } = computeAccuracyTable(evaluated)
    expect(lines.find(({ key }) => key === 'accuracy')?.cells[0]?.text).toBe('0.8333')
    // statsmodels: proportion_confint(5, 6, method='wilson')
    expect(lines.find(({ key }) => key === 'interval')?.cells[0]?.text).toBe('0.4365 to 0.9699')
    expect(lines.find(({ key }) => key === 'right')?.cells[1]?.text).toBe('3 of 6')
  })
})
