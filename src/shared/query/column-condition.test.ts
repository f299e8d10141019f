import { describe, expect, it } from 'vitest'
import { createVocabulary, findAskedFields, readCondition, writeCondition } from '.'
import type { ColumnCondition, Field } from '.'
import { createTestRun } from './testing'

const vocabulary = createVocabulary([
  createTestRun('one', {
    marks: { tags: ['lecture'] },
    facts: { config: { 'training.optimizer.kind': 'adam', 'model.dropout': 0.25 } }
  })
])

function fieldOf(key: string): Field {
  const [field] = vocabulary.find(key)
  if (!field) throw new Error(key)
  return field
}
const read = (text: string, key: string) => readCondition(text, fieldOf(key), vocabulary)
const write = (text: string, key: string, condition: ColumnCondition | null) =>
  writeCondition(text, fieldOf(key), condition, vocabulary)

describe('what a query asks of a column', () => {
  it.each<[string, string, ColumnCondition | null]>([
    ['', 'accuracy', null],
    ['accuracy > 0.7 and optimizer = adam', 'duration', null],
    ['a word', 'name', null],
    ['name ~ "two words"', 'name', { kind: 'contains', text: 'two words' }],
    ['optimizer = adam', 'optimizer', { kind: 'choices', values: ['adam'] }],
    [
      'seed = 1 and (optimizer = adam or optimizer = sgd)',
      'optimizer',
      { kind: 'choices', values: ['adam', 'sgd'] }
    ],
    ['tag:lecture', 'tags', { kind: 'choices', values: ['lecture'] }],
    [
      'lr >= 1e-3 and seed = 1 and learningRate < 0.1',
      'learningRate',
      {
        kind: 'range',
        least: { operator: '>=', value: '1e-3' },
        most: { operator: '<', value: '0.1' }
      }
    ],
    ['not optimizer = adam', 'optimizer', { kind: 'other', text: 'not optimizer = adam' }],
    ['seed > 1 and seed > 2', 'seed', { kind: 'other', text: 'seed > 1 and seed > 2' }],
    ['is:finished', 'state', { kind: 'other', text: 'is:finished' }]
  ])('%s: %s', (text, key, expected) => {
    expect(read(text, key)).toEqual(expected)
  })

  it('is nothing where it depends on another column', () => {
    expect(read('optimizer = adam or seed = 1', 'optimizer')).toBeNull()
  })

  it.each<[string, string, ColumnCondition | null, string]>([
    ['', 'name', { kind: 'contains', text: 'wide net' }, 'name ~ "wide net"'],
    [
      'seed = 1 optimizer = adam accuracy > 0.5',
      'optimizer',
      { kind: 'choices', values: ['adam', 'sgd'] },
      'seed = 1 and (optimizer = adam or optimizer = sgd) and accuracy > 0.5'
    ],
    ['a or b', 'seed', { kind: 'choices', values: ['1'] }, '(a or b) and seed = 1'],
    [
      'tag:lecture and seed = 1',
      'tags',
      { kind: 'choices', values: ['2. week'] },
      'tags = "2. week" and seed = 1'
    ],
    [
      'accuracy > 0.5',
      'accuracy',
      {
        kind: 'range',
        least: { operator: '>', value: '0.5' },
        most: { operator: '<=', value: '0.9' }
      },
      'accuracy > 0.5 and accuracy <= 0.9'
    ],
    [
      'accuracy > 0.5 and seed = 1',
      'accuracy',
      { kind: 'range', least: null, most: null },
      'seed = 1'
    ],
    ['accuracy > 0.5', 'accuracy', null, ''],
    ['name ~ x', 'name', { kind: 'contains', text: ' ' }, ''],
    ['', 'dataset', { kind: 'choices', values: ['mnist', ''] }, 'dataset = mnist or dataset = ""'],
    ['seed = 1', 'dataset', { kind: 'choices', values: [] }, 'seed = 1']
  ])('%s: %s is written', (text, key, condition, expected) => {
    expect(write(text, key, condition)).toBe(expected)
  })

  it('reads what it wrote', () => {
    const condition: ColumnCondition = { kind: 'choices', values: ['adam', 'none', ''] }
    expect(read(write('a or b', 'optimizer', condition), 'optimizer')).toEqual(condition)
  })

  it('names all columns that are asked, and none of a query with a mistake', () => {
    const text = 'not (lr > 1e-3 or tag:x) and is:starred and word'
    expect([...findAskedFields(text, vocabulary)]).toEqual(['learningRate', 'tags', 'starred'])
    expect(findAskedFields('lr >', vocabulary).size).toBe(0)
  })
})
