import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTerminalJson, toTerminalLine, toTerminalText } from './terminal-text'

/** Any text, with more of what steers terminals than chance would bring. */
const texts = fc.array(
  fc.oneof(
    fc.constantFrom('\u001b[2J', '\u009b31m', '\u0007', '\r', '\n', '\t', '\u202e', '\u2028', '\0'),
    fc.string({ unit: 'binary' })
  )
)
const steering = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

describe('text for a terminal', () => {
  it('keeps letters, lines and tabs, and nothing that a terminal obeys', () => {
    expect(toTerminalText('a\u001b]0;title\u0007b\tc\r\n∂ 網 🎉')).toBe('a ]0;title b\tc \n∂ 網 🎉')
    fc.assert(
      fc.property(texts, (parts) => {
        expect(toTerminalText(parts.join('')).replace(/[\n\t]/g, '')).not.toMatch(steering)
      })
    )
  })

  it('is one line where it is a name', () => {
    expect(toTerminalLine('first\r\nImported "second"\u202e.')).toBe('first Imported "second" .')
    fc.assert(
      fc.property(texts, (parts) => {
        expect(toTerminalLine(parts.join(''))).not.toMatch(steering)
      })
    )
  })

  it('loses nothing as JSON', () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const value = { [parts.join('')]: parts }
        const json = toTerminalJson(value)
        expect(JSON.parse(json)).toEqual(value)
        expect(json.replace(/\n/g, '')).not.toMatch(steering)
      })
    )
  })
})
