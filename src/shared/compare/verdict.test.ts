import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { experimentSchema } from '../experiment'
import { digestEvaluation, pairEvaluations } from './digest'
import { createEvaluation } from './fixtures/evaluations'
import { seedlessKey } from './seed-groups'
import { composeVerdict, describeVerdict, formatPoints, judgeCounts, judgePair } from './verdict'
import { arrangeWins, countClasses, findCellPictures, findWins } from './win-lose'

const names = { first: 'cifar-cnn', second: '+ batch norm', firstSeeds: 1, secondSeeds: 1 }
const say = (bothRight: number, onlyFirst: number, onlySecond: number, bothWrong: number): string =>
  describeVerdict(
    { part: 'test', ...judgeCounts({ bothRight, onlyFirst, onlySecond, bothWrong }) },
    names
  )

describe('the verdict', () => {
  it('says by how much one is better, and how sure that is', () => {
    expect(say(6300, 640, 850, 2210)).toBe(
      '+ batch norm is better than cifar-cnn by 2.1 points on the same 10,000 test pictures (95 % interval 1.3 to 2.9, McNemar p < 0.001, one seed each).'
    )
  })

  it('says worse where it is worse', () => {
    expect(say(6300, 850, 640, 2210)).toContain(
      '+ batch norm is worse than cifar-cnn by 2.1 points'
    )
    expect(say(6300, 850, 640, 2210)).toContain('interval −2.9 to −1.3')
  })

  it('says that a small difference may be noise', () => {
    expect(say(6500, 700, 733, 2067)).toBe(
      'The difference of 0.3 points between + batch norm and cifar-cnn on the same 10,000 test pictures may be noise (95 % interval −0.4 to 1.1, McNemar p = 0.398, one seed each).'
    )
  })

  it('does not call two equal networks noise', () => {
    expect(say(300, 0, 0, 60)).toBe(
      '+ batch norm gets the same pictures right as cifar-cnn, of the same 360 test pictures.'
    )
  })

  it('counts the seeds', () => {
    const verdict = {
      part: 'test',
      ...judgeCounts({ bothRight: 300, onlyFirst: 3, onlySecond: 9, bothWrong: 48 })
    } as const
    const text = (firstSeeds: number, secondSeeds: number): string =>
      describeVerdict(verdict, { ...names, firstSeeds, secondSeeds })
    expect(text(3, 3)).toContain('one of 3 seeds each')
    expect(text(1, 3)).toContain('one of 3 seeds against the only seed')
  })

  it('turns with the order of the two', () => {
    const opposite = { better: 'worse', worse: 'better', noise: 'noise', same: 'same' } as const
    const count = fc.nat(400)
    fc.assert(
      fc.property(count, count, count, count, (bothRight, onlyFirst, onlySecond, bothWrong) => {
        const one = judgeCounts({ bothRight, onlyFirst, onlySecond, bothWrong })
        const other = judgeCounts({
          bothRight,
          onlyFirst: onlySecond,
          onlySecond: onlyFirst,
          bothWrong
        })
        expect(other.kind).toBe(opposite[one.kind])
      })
    )
  })

  it('names the runs as pieces, so that a page can colour them', () => {
    const verdict = {
      part: 'test',
      ...judgeCounts({ bothRight: 1, onlyFirst: 0, onlySecond: 30, bothWrong: 1 })
    } as const
    const pieces = composeVerdict(verdict, names)
    expect(pieces.find(({ kind }) => kind === 'first')?.text).toBe('cifar-cnn')
    expect(pieces.find(({ kind }) => kind === 'second')?.text).toBe('+ batch norm')
    expect(pieces.find(({ kind }) => kind === 'strong')?.text).toBe('93.8 points')
  })

  it.each([
    [0.0213, '2.1'],
    [-0.004, '−0.4'],
    [0.0002, '0.02'],
    [0, '0.0'],
    [-0.00001, '0.00']
  ])('writes %f as %s points', (share, text) => {
    expect(formatPoints(share)).toBe(text)
  })
})

const labels = [0, 0, 1, 1, 2, 2]
const first = digestEvaluation(
  createEvaluation({ runId: 'a', labels, predictions: [0, 1, 1, 0, 2, 0] })
)
const second = digestEvaluation(
  createEvaluation({
    runId: 'b',
    labels,
    predictions: [0, 0, 0, 1, 2, 2],
    confidences: [0.9, 0.6, 0.8, 0.7, 0.9, 0.95]
  })
)

describe('two evaluations', () => {
  it('are paired picture by picture', () => {
    expect(pairEvaluations(first, second)).toEqual({
      bothRight: 2,
      onlyFirst: 1,
      onlySecond: 3,
      bothWrong: 0
    })
    expect(judgePair(first, second)).toMatchObject({ kind: 'noise', difference: 2 / 6 })
  })

  it('of different pictures are not comparable so', () => {
    const verdict = judgePair(first, { ...second, picturesId: 'others' })
    expect(verdict).toMatchObject({ kind: 'not-comparable', why: 'pictures' })
    expect(describeVerdict(verdict, names)).toBe(
      'cifar-cnn and + batch norm were evaluated on different pictures: their accuracies are not comparable picture by picture.'
    )
    const elsewhere = judgePair(first, { ...second, datasetId: 'plants' })
    expect(describeVerdict(elsewhere, names)).toContain('different data sets')
  })
})

describe('the gallery', () => {
  const wins = findWins(second, first)

  it('has the pictures that one gets right and the other wrong', () => {
    expect([...wins]).toEqual([1, 3, 5])
    expect([...findWins(first, second)]).toEqual([2])
    expect(countClasses(wins, first)).toEqual([1, 1, 1])
  })

  it('is sorted by confidence, and narrowed to a class', () => {
    const arrange = (label: number | null, order: 'winner' | 'place'): number[] => [
      ...arrangeWins(wins, { winner: second, loser: first, label, order })
    ]
    expect(arrange(null, 'winner')).toEqual([5, 3, 1])
    expect(arrange(null, 'place')).toEqual([1, 3, 5])
    expect(arrange(1, 'winner')).toEqual([3])
  })

  it('finds the pictures of a cell, the surest first', () => {
    expect([...findCellPictures(second, 1, 0)]).toEqual([2])
    expect([...findCellPictures(second, 2, 2)]).toEqual([5, 4])
  })
})

describe('runs that differ in the seed only', () => {
  const experiment = experimentSchema.parse({
    version: 1,
    name: 'small',
    dataset: { id: 'mnist' },
    model: {
      class_name: 'Functional',
      config: { name: 'small', layers: [], input_layers: [], output_layers: [] }
    },
    training: {
      optimizer: { kind: 'adam', learningRate: 0.001 },
      loss: 'categorical_crossentropy',
      epochs: 3
    }
  })
  const key = seedlessKey(experiment, 'mnist')

  it('are found whatever they are called', () => {
    const { training } = experiment
    const other = { ...experiment, name: 'again', training: { ...training, seed: 7 } }
    expect(seedlessKey(other, 'mnist')).toBe(key)
  })

  it('differ in nothing else', () => {
    const { training } = experiment
    const longer = { ...experiment, training: { ...training, epochs: training.epochs + 1 } }
    expect(seedlessKey(longer, 'mnist')).not.toBe(key)
    expect(seedlessKey(experiment, 'fashion')).not.toBe(key)
    const augmented = { ...experiment, augmentation: { horizontalFlip: true } as never }
    expect(seedlessKey(augmented, 'mnist')).not.toBe(key)
    const initialWeights = { file: `${'0'.repeat(32)}.weights`, source: 'vgg16.h5' }
    expect(seedlessKey({ ...experiment, initialWeights }, 'mnist')).not.toBe(key)
  })
})
