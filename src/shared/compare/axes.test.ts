import { describe, expect, it } from 'vitest'
import { createAxis, findNextPlace, listEvenSteps, passesBrushes, shorten } from './axes'

const axisOf = (values: (string | number | boolean | null | undefined)[]) =>
  createAxis({ key: 'key', label: 'Key', values })

describe('an axis', () => {
  it('has even steps for numbers that are near one another', () => {
    const axis = axisOf([0.6, 0.7, 1])
    expect(axis.kind).toBe('linear')
    expect(axis.places[1]).toBeCloseTo(0.25)
    expect(axis.ticks.map(({ label }) => label)).toEqual(['0.6', '0.7', '0.8', '0.9', '1'])
    expect(axis.describe(0.5)).toBe('0.8')
  })

  it('has whole marks for whole numbers', () => {
    expect(axisOf([1, 2]).ticks.map(({ label }) => label)).toEqual(['1', '2'])
  })

  it('has powers where one value is twenty times another, and marks within them', () => {
    const axis = axisOf([0.0001, 0.001, 0.1])
    expect(axis.kind).toBe('log')
    expect(axis.places[1]).toBeCloseTo(1 / 3)
    expect(axis.ticks.map(({ label }) => label)).toEqual(['1e-4', '0.001', '0.01', '0.1'])
    expect(axis.describe(2 / 3)).toBe('0.01')
    expect(axisOf([16, 512]).ticks.map(({ label }) => label)).toEqual([
      '20',
      '50',
      '100',
      '200',
      '500'
    ])
    expect(axisOf([0, 1000]).kind).toBe('linear')
  })

  it('has a row for each word, numbers and yes and no among them', () => {
    const axis = axisOf(['sgd', 'adam', null, true, 'adam', undefined])
    expect(axis.kind).toBe('words')
    expect(axis.ticks.map(({ label }) => label)).toEqual(['adam', 'none', 'sgd', 'yes'])
    expect(axis.places).toEqual([2 / 3, 0, 1 / 3, 1, 0, null])
    expect(axis.describe(1 / 3)).toBe('none')
  })

  it('has no place for what is not a number or not finite, and one in the middle for one value', () => {
    expect(axisOf([0.5, NaN, Infinity, undefined]).places).toEqual([0.5, null, null, null])
    expect(axisOf([NaN, NaN]).kind).toBe('words')
    expect(axisOf(['one', 'one']).places).toEqual([0.5, 0.5])
  })
})

describe('brushes', () => {
  const axes = [
    createAxis({ key: 'rate', label: '', values: [0.1, 0.2, 0.3, undefined] }),
    createAxis({ key: 'kind', label: '', values: ['adam', 'sgd', 'sgd', 'sgd'] })
  ]
  const kept = (brushes: Parameters<typeof passesBrushes>[1]) =>
    [0, 1, 2, 3].filter((run) => passesBrushes(axes, brushes, run))

  it('keep the runs that are within all of them', () => {
    expect(kept({})).toEqual([0, 1, 2, 3])
    expect(kept({ kind: { from: 1, to: 1 } })).toEqual([1, 2, 3])
    expect(kept({ kind: { from: 1, to: 1 }, rate: { from: 0, to: 0.5 } })).toEqual([1])
  })

  it('move from run to run, and to the ends', () => {
    const [rate] = axes
    if (!rate) throw new Error('no axis')
    expect(findNextPlace(rate, 0, 1)).toBeCloseTo(0.5)
    expect(findNextPlace(rate, 0.5, 1)).toBe(1)
    expect(findNextPlace(rate, 0.7, -1)).toBeCloseTo(0.5)
    expect(findNextPlace(rate, 0, -1)).toBe(0)
  })
})

it('says numbers in at most four digits', () => {
  expect([0.00025, 0.123456, 1_500_000, -3, 0, Infinity, 558186].map(shorten)).toEqual([
    '2.5e-4',
    '0.1235',
    '1.5e6',
    '-3',
    '0',
    'Infinity',
    '558200'
  ])
})

it('marks round numbers', () => {
  expect(listEvenSteps(0, 10)).toEqual([0, 2, 4, 6, 8, 10])
  expect(listEvenSteps(3, 3)).toEqual([3])
  expect(listEvenSteps(-0.3, 0.3)).toEqual([-0.2, 0, 0.2])
})
