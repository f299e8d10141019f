import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileQuery, createVocabulary, parseQuery, printQuery, QueryError } from '.'
import { operators } from './tokens'
import { createTestRun } from './testing'
import type { QueryNode } from './tree'

const summary = (best: number, last = best) => ({
  best,
  last,
  lastStep: 15_630,
  bestStep: 1,
  bestEpoch: 3
})

const runs = [
  createTestRun('plain', {
    createdAt: new Date(2026, 10, 24, 23, 59).getTime(),
    elapsedMs: 90_000,
    facts: {
      config: {
        'training.optimizer.kind': 'adam',
        'training.optimizer.learningRate': 0.001,
        'training.batchSize': 32,
        'training.schedule.kind': null,
        'training.shuffle': true,
        'model.conv2d': '32, 32, 64',
        'model.dropout': 0.25,
        'dataset.validation.kind': 'none',
        'a.monitor': 'val_loss',
        'b.monitor': 'loss'
      },
      metrics: {
        'train/accuracy': summary(0.9),
        'validation/accuracy': summary(0.73124, 0.7),
        'validation/loss': summary(0.8, Infinity)
      },
      msPerStep: 7.5,
      device: 'CPU · 2 cores'
    },
    test: { loss: 0.81, accuracy: 0.7251, examples: 10_000, others: { f1: 0.72 } }
  }),
  createTestRun('starred', {
    name: 'Übung „breit“',
    seed: 7,
    marks: { isStarred: true, tags: ['lecture', 'two words'], note: 'worth a *second* look' },
    latest: { 'validation/accuracy': 0.81 },
    facts: {
      config: {
        'training.optimizer.kind': 'sgd',
        'training.optimizer.learningRate': 0.0003,
        'training.batchSize': 128,
        'training.schedule.kind': 'cosine',
        'training.shuffle': false,
        'augmentation.horizontal_flip': true,
        'model.conv2d': 64
      },
      metrics: { 'train/accuracy': summary(0.85) }
    }
  }),
  createTestRun('archived', {
    datasetId: 'mnist',
    state: 'failed',
    reason: 'The loss is NaN.',
    elapsedMs: 3_700_000,
    parameters: 7850,
    importedFrom: 'tensorboard.csv',
    marks: { isArchived: true },
    facts: null
  })
]
const vocabulary = createVocabulary(runs)

function find(query: string): string[] {
  const { matches } = compileQuery(query, vocabulary)
  return runs.filter(({ record, facts }) => matches(record, facts)).map(({ record }) => record.id)
}

describe('a query', () => {
  it.each<[string, string[]]>([
    ['', ['plain', 'starred', 'archived']],
    ['  ', ['plain', 'starred', 'archived']],
    // Metrics: best of the validation, else of the training.
    ['accuracy > 0.75', ['starred']],
    ['accuracy > 75%', ['starred']],
    ['accuracy < 0.75', ['plain']],
    ['accuracy = 0.7312', ['plain']],
    ['accuracy = 0.731', []],
    ['val.accuracy >= 0.73124', ['plain']],
    ['val_accuracy >= 0.73124', ['plain']],
    ['validation.accuracy.best > 0', ['plain']],
    ['val.accuracy.last = 0.7', ['plain']],
    ['val.accuracy.last = 0.81', ['starred']],
    ['val.loss.last = inf', ['plain']],
    ['val.loss.last > 100', ['plain']],
    ['train.accuracy.best > 0.86', ['plain']],
    ['test.accuracy > 0.7', ['plain']],
    ['test.f1 = 0.72', ['plain']],
    ['accuracy.epoch = 3', ['plain', 'starred']],
    ['val.accuracy.epoch = 3', ['plain']],
    ['train.accuracy.epoch = 3', ['plain', 'starred']],
    ['test.accuracy.epoch = 10', ['plain']],
    ['test.f1.epoch = 10', ['plain']],
    ['accuracy = none', ['archived']],
    ['accuracy != none', ['plain', 'starred']],
    // Of the record.
    ['seed = 7', ['starred']],
    ['seed != 7', ['plain', 'archived']],
    ['parameters > 558k', ['plain', 'starred']],
    ['parameters = 558.186k', ['plain', 'starred']],
    ['parameters <= 7850', ['archived']],
    ['duration > 1h', ['archived']],
    ['duration = 2m', ['starred']],
    ['time < 1m31s', ['plain']],
    ['time = 1:30', ['plain']],
    ['duration >= 120', ['starred', 'archived']],
    ['created = 2026-11-24', ['plain']],
    ['created > 2026-11-24', ['starred', 'archived']],
    ['created >= 2026-11-24', ['plain', 'starred', 'archived']],
    ['created < 2026-11-25T14:30', ['plain']],
    ['created <= 2026-11-25T14:30', ['plain', 'starred', 'archived']],
    ['created = 2026-11', ['plain', 'starred', 'archived']],
    ['created = 2025', []],
    ['state = FAILED', ['archived']],
    ['dataset = mnist', ['archived']],
    ['reason ~ nan', ['archived']],
    ['device ~ "2 cores"', ['plain']],
    ['msPerStep < 8', ['plain']],
    ['imported = "tensorboard.csv"', ['archived']],
    // Of the configuration.
    ['optimizer = adam', ['plain']],
    ['optimizer = Adam', ['plain']],
    ['optimizer != adam', ['starred', 'archived']],
    ['training.optimizer.kind = sgd', ['starred']],
    ['learningRate = 1e-3', ['plain']],
    ['lr < .001', ['starred']],
    ['LEARNINGRATE >= 3e-4', ['plain', 'starred']],
    ['batchSize = 128', ['starred']],
    ['schedule = none', ['plain', 'archived']],
    ['schedule != none', ['starred']],
    ['shuffle = no', ['starred']],
    ['training.shuffle = true', ['plain']],
    ['conv2d ~ 64', ['plain', 'starred']],
    ['conv2d = "32, 32, 64"', ['plain']],
    ['conv2d = 64', ['starred']],
    ['conv2d > 32', ['starred']],
    ['dropout = 0.25', ['plain']],
    ['dropout = none', ['starred', 'archived']],
    ['validation = none', ['plain', 'starred', 'archived']],
    ['augmentation = horizontal_flip', ['starred']],
    ['horizontal_flip = yes', ['starred']],
    ['a.monitor = val_loss', ['plain']],
    // Marks.
    ['tag:lecture', ['starred']],
    ['tag:Lecture', ['starred']],
    ['tag:lect', []],
    ['tag:"two words"', ['starred']],
    ['tags ~ lect', ['starred']],
    ['tags = none', ['plain', 'archived']],
    ['starred = yes', ['starred']],
    ['is:starred', ['starred']],
    ['IS:Archived', ['archived']],
    ['is:failed or is:starred', ['starred', 'archived']],
    ['is:imported', ['archived']],
    ['is:active', []],
    ['not is:archived', ['plain', 'starred']],
    // Text: name, tags, note, experiment, data set.
    ['übung', ['starred']],
    ['U\u0308BUNG', ['starred']],
    ['second', ['starred']],
    ['"a *second* look"', ['starred']],
    ['lecture-cnn', ['plain', 'starred', 'archived']],
    ['mnist', ['archived']],
    ['"and"', []],
    // Joined.
    ['cifar10 is:starred', ['starred']],
    ['optimizer = adam or seed = 7 and dataset = mnist', ['plain']],
    ['(optimizer = adam or seed = 7) and dataset = mnist', []],
    ['not (optimizer = adam or seed = 7)', ['archived']],
    ['not optimizer = adam seed = 7', ['starred']],
    ['not not is:starred', ['starred']],
    ['accuracy>0.75 AND optimizer=sgd AND tag:lecture', ['starred']]
  ])('%s', (query, expected) => {
    expect(find(query)).toEqual(expected)
  })

  it.each<[string, string, number]>([
    ['accuracy > ', 'Expected a value after >, at 12.', 11],
    ['accuracy > and x', 'Expected a value after >, at 12.', 11],
    ['> 3', 'Expected a condition, at 1.', 0],
    ['a and', 'Expected a condition, at 6.', 5],
    ['a or or b', 'Expected a condition, at 6.', 5],
    ['(a or b', 'This bracket has no end, at 1.', 0],
    ['a or b)', 'Unexpected ), at 7.', 6],
    ['a = b = c', 'Unexpected =, at 7.', 6],
    ['name = "x', 'This quotation mark has no end, at 8.', 7],
    ['tag: lecture', 'Expected a value after tag:, at 5.', 4],
    ['accuracy > high', 'Expected a number after >, at 12.', 11],
    ['duration > 5x', 'Expected a time such as 90s, 2m or 1h30m after >, at 12.', 11],
    [
      'created > soon',
      'Expected a day such as 2026-11-25 or a month such as 2026-11 after >, at 11.',
      10
    ],
    [
      'created = 2026-02-30',
      'Expected a day such as 2026-11-25 or a month such as 2026-11 after =, at 11.',
      10
    ],
    ['starred = 3', 'Expected yes or no after =, at 11.', 10],
    ['name > b', 'name has no order, at 1. Use =, != or ~ in place of >.', 0],
    ['dropout > much', 'Expected a number after >, at 11.', 10],
    ['seed = 1 acuracy > 1', 'No run has "acuracy", at 10. Did you mean accuracy?', 9],
    ['xqzwvk = 1', 'No run has "xqzwvk", at 1.', 0],
    ['monitor = loss', '"monitor" can be a.monitor or b.monitor, at 1. Write the whole name.', 0],
    ['is:stared', '"is:stared" means nothing, at 1. Did you mean is:starred?', 0]
  ])('%s is refused: %s', (query, sentence, from) => {
    expect(() => find(query)).toThrow(expect.objectContaining({ message: sentence, from }))
  })

  it('is refused where it is nested beyond all use', () => {
    expect(() => find('('.repeat(5000))).toThrow(QueryError)
    expect(() => find('not '.repeat(2000) + 'a')).toThrow(/nested too deeply/)
    expect(() => find('a'.repeat(10_001))).toThrow(/at most 10000 letters/)
  })

  it('asks for the archive when it names it', () => {
    const asks = (query: string) => compileQuery(query, vocabulary).asksForArchived
    expect(['is:archived', 'a or not (archived = yes)'].map(asks)).toEqual([true, true])
    expect(['', 'archived', 'is:starred', 'name = archived'].map(asks)).toEqual([
      false,
      false,
      false,
      false
    ])
  })

  it('filters a thousand runs at once', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...createTestRun(`run-${index}`, { seed: index, facts: runs[index % 2]?.facts ?? null })
    }))
    const words = createVocabulary(many)
    const query =
      'accuracy > 0.75 and (optimizer = sgd or tag:x) and not is:archived and cifar and seed < 500'
    const times = Array.from({ length: 20 }, () => {
      const began = performance.now()
      const { matches } = compileQuery(query, words)
      expect(many.filter(({ record, facts }) => matches(record, facts))).toHaveLength(250)
      return performance.now() - began
    })
    expect(Math.min(...times)).toBeLessThan(5)
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('and', 'OR', 'tag:x', 'is:', 'a b', '"', '\\', '', '(', '!=', '-1e-3', 'tag')
)

interface Shape {
  kind: QueryNode['kind']
  [key: string]: unknown
}

/** Trees as the parser makes them: at least two parts, none of the same kind as what they are joined by. */
const trees = fc.letrec<{ leaf: Shape; tree: Shape; and: Shape; or: Shape; not: Shape }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ kind: fc.constantFrom('tag', 'is', 'text' as const), value: anyText }),
    fc.record({
      kind: fc.constant('compare' as const),
      field: anyText,
      operator: fc.constantFrom(...operators),
      value: anyText
    })
  ),
  not: fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
  and: fc.record({
    kind: fc.constant('and' as const),
    parts: fc.array(fc.oneof(tie('leaf'), tie('not'), tie('or')), { minLength: 2, maxLength: 3 })
  }),
  or: fc.record({
    kind: fc.constant('or' as const),
    parts: fc.array(fc.oneof(tie('leaf'), tie('not'), tie('and')), { minLength: 2, maxLength: 3 })
  }),
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    tie('and'),
    tie('or'),
    tie('not')
  )
})).tree

function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces)
  if (typeof node !== 'object' || node === null) return node
  const places = ['from', 'to', 'fieldAt', 'valueAt']
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !places.includes(key))
      .map(([key, value]) => [key, withoutPlaces(value)])
  )
}

it('knows no epoch of a test after a stop within one', () => {
  const [{ record, facts }] = [runs[0] as (typeof runs)[0]]
  const { matches } = compileQuery('test.accuracy.epoch = none', vocabulary)
  expect(matches({ ...record, state: 'stopped', stepsDone: 15_000 }, facts)).toBe(true)
  expect(matches({ ...record, state: 'stopped' }, facts)).toBe(false)
})

describe('any text', () => {
  it('is a query, or refused with a sentence and a place within it', () => {
    const pieces = fc.oneof(
      anyText,
      fc.constantFrom(
        ...operators,
        ' ',
        '(',
        ')',
        ' not ',
        ' and ',
        'accuracy',
        'created',
        '2026',
        '"'
      )
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        try {
          const { matches } = compileQuery(text, vocabulary)
          for (const { record, facts } of runs)
            expect(typeof matches(record, facts)).toBe('boolean')
        } catch (error) {
          if (!(error instanceof QueryError)) throw error
          expect(error.from).toBeGreaterThanOrEqual(0)
          expect(error.to).toBeGreaterThanOrEqual(error.from)
          expect(error.to).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1000 }
    )
  })

  it('that a tree is printed as reads as that tree', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const text = printQuery(tree as unknown as QueryNode)
        expect(withoutPlaces(parseQuery(text))).toEqual(withoutPlaces(tree))
      }),
      { numRuns: 500 }
    )
  })

  it('has each condition where its places say', () => {
    const text = 'not (a or  val.loss <=  "x y" )'
    const tree = parseQuery(text)
    const or = tree?.kind === 'not' ? tree.part : null
    const compare = or?.kind === 'or' ? or.parts[1] : null
    if (compare?.kind !== 'compare') throw new Error('no comparison')
    const cut = ({ from, to }: { from: number; to: number }) => text.slice(from, to)
    expect(cut(compare)).toBe('val.loss <=  "x y"')
    expect(cut(compare.fieldAt)).toBe('val.loss')
    expect(cut(compare.valueAt)).toBe('"x y"')
  })
})
