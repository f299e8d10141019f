import { expect, it } from 'vitest'
import { toCsv } from './csv'

it('a table becomes lines of cells, quoted where they need it', () => {
  expect(
    toCsv([
      ['metric', 'a, b'],
      ['say "x"', '0.5']
    ])
  ).toBe('metric,"a, b"\r\n"say ""x""",0.5\r\n')
})

it.each(['=1+1', '+ batch norm', '-x', '@a', '\tq'])('%j is no formula', (cell) => {
  expect(toCsv([[cell]])).toBe(`'${cell}\r\n`)
})

it('numbers stay numbers', () => {
  expect(toCsv([['-0.5', '+3', '1e-3', '']])).toBe('-0.5,+3,1e-3,\r\n')
})
