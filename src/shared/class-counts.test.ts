import { expect, it } from 'vitest'
import { countClasses } from './class-counts'

it('classes are counted by what they are and by what they are taken for', () => {
  const counts = countClasses({
    classNames: ['cat', 'dog', 'fox'],
    labels: Uint32Array.of(0, 0, 1, 1, 1),
    probabilities: Float32Array.of(
      0.6,
      0.3,
      0.1,
      0.2,
      0.7,
      0.1,
      0,
      1,
      0,
      0.1,
      0.8,
      0.1,
      0.5,
      0.2,
      0.3
    )
  })
  expect(counts).toEqual([
    { name: 'cat', pictures: 2, correct: 1, answers: 2 },
    { name: 'dog', pictures: 3, correct: 2, answers: 3 },
    { name: 'fox', pictures: 0, correct: 0, answers: 0 }
  ])
})
