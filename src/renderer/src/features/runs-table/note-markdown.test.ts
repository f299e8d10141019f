import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNote, type Block, type Inline } from './note-markdown'

const textOf = (content: readonly Inline[]): string => content.map(({ text }) => text).join('')

function wordsOf(block: Block): string {
  if (block.kind === 'code') return block.text
  return block.kind === 'list' ? block.items.map(textOf).join(' ') : textOf(block.content)
}

describe('the Markdown of notes', () => {
  it('knows headings, paragraphs, lists, quotes and code', () => {
    const text = '# Plan\nfirst\nsecond\n\n- a\n- b\n1. c\n> said\n```\nx = *1*\n```'
    expect(parseNote(text).map((block) => [block.kind, wordsOf(block)])).toEqual([
      ['heading', 'Plan'],
      ['paragraph', 'first second'],
      ['list', 'a b'],
      ['list', 'c'],
      ['quote', 'said'],
      ['code', 'x = *1*']
    ])
  })

  it('knows strong, emphasis, code and addresses of the web in a line', () => {
    const [block] = parseNote('**a** and *b*, `c*d*` [e](https://example.org/f) 2*3*4')
    expect(block).toEqual({
      kind: 'paragraph',
      content: [
        { kind: 'strong', text: 'a' },
        { kind: 'text', text: ' and ' },
        { kind: 'emphasis', text: 'b' },
        { kind: 'text', text: ', ' },
        { kind: 'code', text: 'c*d*' },
        { kind: 'text', text: ' ' },
        { kind: 'link', text: 'e', address: 'https://example.org/f' },
        { kind: 'text', text: ' 2' },
        { kind: 'emphasis', text: '3' },
        { kind: 'text', text: '4' }
      ]
    })
  })

  it('leaves HTML and addresses of scripts as text', () => {
    const text = '<img src=x onerror=alert(1)> [x](javascript:alert(1))'
    expect(parseNote(text)).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text }] }])
  })

  it('comes to an end with any text, and loses no word', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a#*_`>\-1. \n[\]()]{0,60}$/), (text) => {
        const count = (value: string): number => value.split('a').length
        expect(count(parseNote(text).map(wordsOf).join(' '))).toBeGreaterThanOrEqual(
          text.includes('```') ? 0 : count(text)
        )
      })
    )
  })
})
