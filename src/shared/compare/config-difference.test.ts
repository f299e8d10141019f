import { describe, expect, it } from 'vitest'
import { compareConfigs, filterConfigRows, wordsOfConfigValue } from './config-difference'

const base = {
  name: 'one',
  'dataset.id': 'mnist',
  'training.optimizer.kind': 'sgd',
  'training.optimizer.learningRate': 0.1,
  'training.epochs': 3,
  'model.layers': 5
}
const other = {
  name: 'one',
  'dataset.id': 'mnist',
  'training.optimizer.kind': 'sgd',
  'training.optimizer.momentum': 0.9,
  'training.optimizer.learningRate': 0.1,
  'training.epochs': 5,
  'augmentation.horizontalFlip': true,
  'model.layers': 5
}

describe('configurations in columns', () => {
  it('differ where a value is another one, or only one of them has it', () => {
    const different = compareConfigs([base, other]).filter(({ isDifferent }) => isDifferent)
    expect(different.map(({ key, values, changed }) => [key, values, changed])).toEqual([
      ['augmentation.horizontalFlip', [undefined, true], [false, true]],
      ['training.optimizer.momentum', [undefined, 0.9], [false, true]],
      ['training.epochs', [3, 5], [false, true]]
    ])
  })

  it('stand in groups, and a key that only another run has beside its neighbour', () => {
    expect(compareConfigs([base, other]).map(({ group, label }) => `${group}: ${label}`)).toEqual([
      'general: name',
      'data: id',
      'augmentation: horizontalFlip',
      'model: layers',
      'training: optimizer.kind',
      'training: optimizer.momentum',
      'training: optimizer.learningRate',
      'training: epochs'
    ])
  })

  it('are compared with the first column, whatever the others are', () => {
    const rows = compareConfigs([{ a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }])
    expect(rows[0]?.changed).toEqual([false, true, false, true])
  })

  it('take no notice of two NaN, and tell 0 from none and from "0"', () => {
    const columns = [
      { a: NaN, b: 0, c: 0 },
      { a: NaN, b: null, c: '0' }
    ]
    expect(compareConfigs(columns).map(({ isDifferent }) => isDifferent)).toEqual([
      false,
      true,
      true
    ])
  })

  it('do not find what every object has', () => {
    const [row] = compareConfigs([{}, { constructor: 1 }])
    expect(row?.values).toEqual([undefined, 1])
  })
})

it('is filtered by words over group and key, in any order', () => {
  const rows = compareConfigs([base, other])
  expect(filterConfigRows(rows, 'RATE optimizer').map(({ label }) => label)).toEqual([
    'optimizer.learningRate'
  ])
  expect(filterConfigRows(rows, 'data').map(({ label }) => label)).toEqual(['id'])
  expect(filterConfigRows(rows, ' ')).toHaveLength(rows.length)
})

it('reads values as words', () => {
  expect([0.001, true, null, 'adam', undefined, NaN].map(wordsOfConfigValue)).toEqual([
    '0.001',
    'yes',
    'none',
    'adam',
    '',
    'NaN'
  ])
})
