import { expect, it } from 'vitest'
import { escapeMarkdown } from './escape'

it.each([
  ['- a', '\\- a'],
  ['+ batch norm', '\\+ batch norm'],
  ['1. run', '1\\. run'],
  ['12) run', '12\\) run'],
  ['---', '\\---'],
  ['===', '\\==='],
  ['+', '\\+'],
  ['# a', '\\# a'],
  ['-5', '-5'],
  ['0.25', '0.25'],
  ['+batch norm - 1. of 2', '+batch norm - 1. of 2']
])('writes %j so that no list, heading or rule begins', (text, written) => {
  expect(escapeMarkdown(text)).toBe(written)
})
