import { expect, it } from 'vitest'
import { median } from './median'

it.each([
  [[3, 1, 2], 2],
  [[10, 9, 100, 1], 10],
  [[7], 7],
  [[], 0]
])('the middle of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle)
})
