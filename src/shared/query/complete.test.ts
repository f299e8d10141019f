import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complete, compileQuery, createVocabulary } from '.'
import { createTestRun } from './testing'

const vocabulary = createVocabulary([
  createTestRun('a', {
    marks: { tags: ['lecture', 'two words'] },
    facts: { config: { 'training.optimizer.kind': 'adam', 'training.labelSmoothing': 0.1 } }
  }),
  createTestRun('b', {
    name: 'wide one',
    marks: { tags: ['lecture'] },
    facts: { config: { 'training.optimizer.kind': 'sgd' } }
  })
])

/** The caret is at `|`. */
function ask(marked: string) {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, options } = complete(text, caret, vocabulary)
  return { replaced: text.slice(from, to), options: options.map((option) => option.text) }
}

describe('what is offered', () => {
  it('at the beginning are fields and the words that a condition begins with', () => {
    const { options } = ask('|')
    expect(options).toEqual(expect.arrayContaining(['name', 'optimizer', 'accuracy', 'val.loss']))
    expect(ask('ta|').options).toEqual(expect.arrayContaining(['tags', 'tag:', 'state']))
    expect(ask('no|').options).toEqual(expect.arrayContaining(['note', 'not']))
  })

  it('for a name begins with those that begin so', () => {
    const { replaced, options } = ask('seed = 1 and acc| or x')
    expect(replaced).toBe('acc')
    expect(options[0]).toBe('accuracy')
    expect(options).toContain('test.accuracy')
    expect(ask('smoo|').options).toEqual(['training.labelSmoothing'])
  })

  it('replaces the whole word that the caret is in', () => {
    expect(ask('opti|xyz = adam').replaced).toBe('optixyz')
  })

  it('behind a name are the operators that it can have', () => {
    expect(ask('accuracy |').options).toEqual(['=', '!=', '>=', '>', '<=', '<', '~'])
    expect(ask('optimizer |').options).toEqual(['=', '!=', '~'])
  })

  it('behind an operator are the values that runs have', () => {
    expect(ask('optimizer = |').options).toEqual(['adam', 'sgd'])
    expect(ask('optimizer = s|')).toEqual({ replaced: 's', options: ['sgd'] })
    expect(ask('name = "wi|')).toEqual({ replaced: '"wi', options: ['"wide one"'] })
    expect(ask('starred = |').options).toEqual(['yes', 'no'])
    expect(ask('state = fin|').options).toEqual(['finished'])
    expect(ask('created > |').options).toEqual([])
  })

  it('behind tag: and is: are the tags, the most frequent first, and what can be', () => {
    expect(ask('tag:|').options).toEqual(['lecture', '"two words"'])
    expect(ask('x tag:tw|')).toEqual({ replaced: 'tw', options: ['"two words"'] })
    expect(ask('is:arch|').options).toEqual(['archived'])
  })

  it('behind a condition is how it can go on', () => {
    expect(ask('seed = 1 |').options.slice(0, 2)).toEqual(['and', 'or'])
    expect(ask('is:starred |').options.slice(0, 2)).toEqual(['and', 'or'])
    expect(ask('(seed = 1) o|').options[0]).toBe('or')
    expect(ask('seed = 1 or |').options).not.toContain('and')
  })

  it('is within the text, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, number) => {
        const caret = number % (text.length + 1)
        const { from, to } = complete(text, caret, vocabulary)
        expect(0 <= from && from <= caret && caret <= to && to <= text.length).toBe(true)
      })
    )
  })

  it('makes queries that are understood', () => {
    for (const option of complete('', 0, vocabulary).options) {
      if (/^(tag:|is:|not)$/.test(option.text)) continue
      expect(() => compileQuery(`${option.text} = none`, vocabulary)).not.toThrow()
    }
  })
})
