import { expect, it } from 'vitest'
import { toSafeFileName } from './safe-file-name'

it.each([
  ['model.py', 'model.py'],
  ['../../etc/passwd', 'passwd'],
  ['a\\b\\c.svg', 'c.svg'],
  ['..', 'file'],
  ['.hidden', 'hidden'],
  ['a<b>:"|?*.png', 'a_b______.png'],
  ['ünïcode 1.png', 'ünïcode 1.png'],
  ['x\u0000y', 'x_y'],
  ['', 'file']
])('%j becomes %j', (name, safe) => {
  expect(toSafeFileName(name)).toBe(safe)
})

it('is never long, in bytes, and ends with a whole letter', () => {
  expect(toSafeFileName('x'.repeat(500))).toHaveLength(200)
  expect(toSafeFileName('網'.repeat(100))).toBe('網'.repeat(66))
  expect(toSafeFileName(`x${'𠮷'.repeat(100)}`)).toBe(`x${'𠮷'.repeat(49)}`)
})
