import { describe, expect, it } from 'vitest'
import { createRandomStream } from '../random'
import fixture from './fixtures/importance.json'
import { measureImportance, type Importance } from './importance'
import { measureForestImportance } from './random-forest'
import { computeGroupEffect, computeRankCorrelation, rankValues } from './ranks'
import { askTree, growTree } from './regression-tree'

describe(`ranks are those of ${fixture.writtenBy}`, () => {
  it.each(fixture.correlations)('Spearman $rho', ({ one, other, ranks, rho }) => {
    expect(rankValues(one)).toEqual(ranks)
    expect(computeRankCorrelation(one, other)).toBeCloseTo(rho, 12)
  })

  it.each(fixture.kruskal)('Kruskal and Wallis $h', ({ groups, values, h }) => {
    expect(computeGroupEffect(groups, rankValues(values)).h).toBeCloseTo(h, 10)
  })
})

it.each(fixture.trees)(
  'a tree with at least $leastInLeaf rows in a leaf answers as that of scikit-learn',
  ({ rows, targets, leastInLeaf, asked, answers }) => {
    const tree = growTree(rows, targets, { leastInLeaf })
    asked.forEach((row, index) => expect(askTree(tree, row)).toBeCloseTo(answers[index] ?? NaN, 10))
  }
)

describe.each(fixture.forests)('the forest of $rows.length rows', (reference) => {
  const columns = [[0], [1], [2], [3]]
  const options = { trees: 500, seed: 1, leastInLeaf: 2 }
  const found = measureForestImportance(reference.rows, reference.targets, columns, options)

  it('explains what that of scikit-learn does', () => {
    expect(Math.abs(found.explained - reference.explained)).toBeLessThan(0.02)
  })

  it('finds the same features important, about as much', () => {
    const order = (values: readonly number[]): number[] =>
      values.map((_, index) => index).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    expect(order(found.importances).slice(0, 2)).toEqual(order(reference.importances).slice(0, 2))
    found.importances.forEach((importance, index) => {
      const expected = reference.importances[index] ?? NaN
      expect(Math.abs(importance - expected)).toBeLessThan(0.02 + 0.1 * expected)
    })
  })

  it('is the same each time', () => {
    const again = measureForestImportance(reference.rows, reference.targets, columns, options)
    expect(again).toEqual(found)
  })
})

describe('the importance of settings', () => {
  const stream = createRandomStream(5, 'test')
  const noise = Array.from({ length: 40 }, () => stream.nextFloat())
  const rates = noise.map((_, index) => [0.1, 0.03, 0.01, 0.003, 0.001][index % 5] ?? 0)
  const scores = rates.map((rate, index) => 0.9 - rate * 3 + (noise[index] ?? 0) * 0.02)
  const column = (key: string, values: readonly (string | number | undefined)[]) => ({
    key,
    label: key,
    values
  })
  const kinds = noise.map((_, index) => (index % 3 === 0 ? 'adam' : 'sgd'))
  const known = (importance: Importance) => {
    if (importance.kind !== 'known') throw new Error(importance.kind)
    return importance
  }

  it('says nothing of seven runs, nor of scores that are all the same', () => {
    const few = scores.slice(0, 8)
    few[3] = NaN
    expect(measureImportance([column('rate', rates)], few)).toEqual({ kind: 'too-few', runs: 7 })
    expect(
      measureImportance(
        [column('rate', rates)],
        rates.map(() => 0.5)
      ).kind
    ).toBe('all-equal')
  })

  it('finds the rate, and that lower ones do better, and calls the optimizer chance', () => {
    const { settings, explained } = known(
      measureImportance([column('kind', kinds), column('rate', rates)], scores)
    )
    const [rate, kind] = settings
    expect([rate?.key, rate?.direction, rate?.isNumber]).toEqual(['rate', 'falls', true])
    expect(rate?.strength).toBeGreaterThan(0.9)
    expect(rate?.chance).toBeLessThan(0.005)
    expect(rate?.forest).toBeGreaterThan(0.8)
    expect([kind?.direction, kind?.isNumber]).toEqual([null, false])
    expect(kind?.chance).toBeGreaterThan(0.05)
    expect(Math.abs(kind?.forest ?? 1)).toBeLessThan(0.1)
    expect(explained).toBeGreaterThan(0.9)
  })

  it('leaves the forest out under twenty runs', () => {
    const { settings, explained } = known(
      measureImportance([column('rate', rates)], scores.slice(0, 19))
    )
    expect(explained).toBeNull()
    expect(settings[0]?.forest).toBeNull()
  })

  it('names settings together that changed together, and leaves out names that differ everywhere', () => {
    const { settings } = known(
      measureImportance(
        [
          column('rate', rates),
          column(
            'same',
            rates.map(() => 'x')
          ),
          column(
            'schedule',
            rates.map((rate) => `from ${rate}`)
          ),
          column(
            'name',
            rates.map((_, index) => `run ${index}`)
          )
        ],
        scores
      )
    )
    expect(settings.map(({ key, twins }) => [key, twins])).toEqual([['rate', ['schedule']]])
  })

  it('tells settings apart that are others in every run, but not two that rise and fall together', () => {
    const order = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7]
    const { settings } = known(
      measureImportance(
        [
          column('rate', order),
          column(
            'decay',
            order.map((_, index) => index)
          ),
          column(
            'opposite',
            order.map((value) => -2 * value)
          )
        ],
        order.map((value) => value * value)
      )
    )
    expect(settings.map(({ key, twins }) => [key, twins])).toEqual([
      ['rate', ['opposite']],
      ['decay', []]
    ])
  })

  it('takes about five in a hundred settings of noise for more than chance, all of them together', () => {
    let found = 0
    for (let round = 0; round < 40; round++) {
      const random = createRandomStream(round, 'noise')
      const draw = (): number[] => Array.from({ length: 12 }, () => random.nextFloat())
      const { settings } = known(
        measureImportance(
          ['a', 'b', 'c', 'd', 'e'].map((key) => column(key, draw())),
          draw()
        )
      )
      if (settings.some(({ chance }) => chance < 0.05)) found++
    }
    // 2 are expected; 8 or more of 40 have a chance below 0.001.
    expect(found).toBeLessThan(8)
  })
})
