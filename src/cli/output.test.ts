import { afterEach, expect, it, vi } from 'vitest'
import { writeDocument } from './output'

const terminal = process.stdout.isTTY
afterEach(() => {
  process.stdout.isTTY = terminal
  vi.restoreAllMocks()
})

it.each([
  [true, 'a b c d'],
  [false, 'a\u2028b\u2067c\u0085d']
])('a whole document is cleaned for a terminal alone: %s', (isTTY, expected) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  process.stdout.isTTY = isTTY
  writeDocument('a\u2028b\u2067c\u0085d')
  const written = write.mock.calls.map(([text]) => text)
  write.mockRestore()
  expect(written).toEqual([expected])
})
