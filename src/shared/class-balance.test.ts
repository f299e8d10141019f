import { expect, it } from 'vitest'
import { describeBalance } from './class-balance'

it.each([
  [[5000, 5000], 'Every class has 5,000 pictures.'],
  [[980, 1010], 'The classes are nearly equal: cat has the fewest (980), dog the most (1,010).'],
  [
    [100, 250],
    'The classes are not equal: cat has the fewest (100), dog the most (250), 2.5 times as many. Class weights in the experiment make up for it.'
  ],
  [[0, 3], 'No pictures of cat: a network cannot learn what it never sees.']
])('says of %j: %s', (counts, sentence) => {
  expect(describeBalance(counts, ['cat', 'dog'])).toBe(sentence)
})
