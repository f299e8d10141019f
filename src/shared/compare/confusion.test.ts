import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  averageScores,
  classScoreKeys,
  columnSums,
  countConfusion,
  countRight,
  describeChange,
  findChanges,
  findPredictions,
  rowSums,
  scoreClasses
} from './confusion'
import reference from './fixtures/reference-scores.json'

describe('the confusion matrix and the scores of the classes', () => {
  it.each(reference.classes)('of $classCount classes are those of scikit-learn', (one) => {
    const confusion = countConfusion(one.labels, one.predictions, one.classCount)
    expect([...confusion.counts]).toEqual(one.confusion)
    const scores = scoreClasses(confusion)
    expect(scores.map(({ support }) => support)).toEqual(one.support)
    for (const key of classScoreKeys) {
      scores.forEach((score, index) => {
        const expected = one[key][index] ?? null
        if (expected === null) expect(score[key]).toBeNaN()
        else expect(score[key]).toBeCloseTo(expected, 12)
      })
    }
    classScoreKeys.forEach((key, index) => {
      expect(averageScores(scores, key)).toBeCloseTo(one.macro[index] ?? NaN, 12)
    })
  })

  it('counts each picture once', () => {
    const pairs = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 300 })
    fc.assert(
      fc.property(pairs, (pictures) => {
        const labels = pictures.map(([label]) => label)
        const predictions = pictures.map(([, predicted]) => predicted)
        const confusion = countConfusion(labels, predictions, 7)
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
        expect(sum(rowSums(confusion))).toBe(pictures.length)
        expect(sum(columnSums(confusion))).toBe(pictures.length)
        expect(countRight(confusion)).toBe(
          pictures.filter(([label, predicted]) => label === predicted).length
        )
      })
    )
  })
})

describe('the predicted class', () => {
  it('is the most probable one, the first of equals, and never one that is no number', () => {
    const rows = [0.1, 0.7, 0.2, 0.4, 0.2, 0.4, NaN, 0.1, 0.9, NaN, NaN, NaN]
    expect([...findPredictions(Float32Array.from(rows), 3)]).toEqual([1, 0, 2, 0])
  })
})

describe('what changed most', () => {
  const before = countConfusion([0, 0, 0, 0, 1, 1], [1, 1, 1, 0, 1, 0], 2)
  const after = countConfusion([0, 0, 0, 0, 1, 1], [0, 0, 1, 0, 0, 0], 2)

  it('is a list of mistakes, the largest change first', () => {
    expect(findChanges(before, after, 5)).toEqual([
      { label: 0, predicted: 1, before: 3, after: 1 },
      { label: 1, predicted: 0, before: 1, after: 2 }
    ])
    expect(findChanges(before, after, 1)).toHaveLength(1)
    expect(findChanges(before, before, 5)).toEqual([])
  })

  it('is said in words', () => {
    const words = findChanges(before, after, 5).map((one) => describeChange(one, ['cat', 'dog']))
    expect(words).toEqual(['cat → dog fell from 3 to 1', 'dog → cat rose from 1 to 2'])
  })
})
