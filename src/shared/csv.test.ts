import { expect, it } from 'vitest'
import { toCsvCell, toCsvRow } from './csv'

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('makes %j harmless', (text) => {
  expect(toCsvCell(text)).toBe(`'${text}`)
})

it('quotes what would end a cell, and leaves numbers alone', () => {
  expect(toCsvRow(['a "b", c', 'x\ny', -0.5, NaN, 'plain'])).toBe(
    '"a ""b"", c","x\ny",-0.5,NaN,plain'
  )
})
