import { describe, expect, it } from 'vitest'
import {
  computeClassProbabilities,
  createAnswerCollector,
  roundProbabilities
} from './class-probabilities'
import { chooseAnswers } from './metrics/accuracy'
import { tf } from './tf'

const compute = (
  rows: number[][],
  loss: 'categorical_crossentropy' | 'binary_crossentropy'
): number[][] =>
  tf.tidy(() => computeClassProbabilities(tf.tensor2d(rows), loss).arraySync() as number[][])

describe('the probabilities of classes', () => {
  it('are a softmax of several outputs', () => {
    const [row = []] = compute([[0, Math.log(2), Math.log(5)]], 'categorical_crossentropy')
    ;[1 / 8, 2 / 8, 5 / 8].forEach((value, index) => expect(row[index]).toBeCloseTo(value, 6))
  })

  it('are those of no and yes of a single output', () => {
    const rows = compute([[Math.log(3)], [-200]], 'binary_crossentropy')
    expect(rows[0]?.[0]).toBeCloseTo(0.25, 6)
    expect(rows[0]?.[1]).toBeCloseTo(0.75, 6)
    expect(rows[1]).toEqual([1, 0])
  })

  it('are the shares of one sigmoid a class, be they ever so small', () => {
    // Sigmoids of 0.5, 0.75 and 0.25; then of some that float32 does not have any more.
    const [row = [], small = []] = compute(
      [
        [0, Math.log(3), -Math.log(3)],
        [-200, -200 + Math.log(3), -300]
      ],
      'binary_crossentropy'
    )
    ;[1 / 3, 1 / 2, 1 / 6].forEach((value, index) => expect(row[index]).toBeCloseTo(value, 6))
    ;[1 / 4, 3 / 4, 0].forEach((value, index) => expect(small[index]).toBeCloseTo(value, 4))
  })
})

describe('a row as it is kept', () => {
  it('has the answer as its only largest value, where float16 takes two for equal', () => {
    const [first = 0, second = 0] = roundProbabilities(Float32Array.of(0.49999, 0.50001), 1)
    expect(second).toBeGreaterThan(first)
    expect(second).toBeCloseTo(0.5, 3)
    const saturated = roundProbabilities(Float32Array.of(0.25, 0.25, 0.25, 0.25), 2)
    expect([...saturated]).toEqual([0.25, 0.25, 0.250244140625, 0.25])
  })

  it('is only rounded where there is no doubt', () => {
    expect([...roundProbabilities(Float32Array.of(0.75, 0.125, 0.125), 0)]).toEqual([
      0.75, 0.125, 0.125
    ])
  })
})

describe('collected answers', () => {
  it('agree with the network in every picture, however near two classes are', () => {
    const count = 3000
    const answers = createAnswerCollector({ count, classCount: 4, loss: 'binary_crossentropy' })
    const logits = tf.randomNormal([count, 4], 0, 1e-4, 'float32', 7)
    const expected = chooseAnswers(logits).dataSync()
    for (let start = 0; start < count; start += 700) {
      expect(answers.isComplete()).toBe(false)
      answers.add(logits.slice([start, 0], [Math.min(700, count - start), 4]))
    }
    expect(answers.isComplete()).toBe(true)
    const found = Array.from({ length: count }, (_, row) => {
      const own = [...answers.probabilities.subarray(row * 4, row * 4 + 4)]
      return own.indexOf(Math.max(...own))
    })
    expect(found).toEqual([...expected])
    expect(new Set(found).size).toBe(4)
  })

  it('of a single output count a half as no, as the accuracy does', () => {
    const answers = createAnswerCollector({ count: 3, classCount: 2, loss: 'binary_crossentropy' })
    answers.add(tf.tensor2d([[0], [1e-6], [-1e-6]]))
    const [[a = 0, b = 0], [c = 0, d = 0], [e = 0, f = 0]] = [0, 2, 4].map((place) => [
      ...answers.probabilities.subarray(place, place + 2)
    ]) as [number[], number[], number[]]
    expect([a > b, d > c, e > f]).toEqual([true, true, true])
  })
})
