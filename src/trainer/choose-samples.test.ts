import { expect, it } from 'vitest'
import { chooseSamples } from './choose-samples'

const labels = Array.from({ length: 1000 }, (_, index) => (index * 7) % 10)
const classesOf = (indices: Int32Array) => Array.from(indices, (index) => labels[index])

it('takes one picture of each class before a second one of any', () => {
  expect(classesOf(chooseSamples(labels, { count: 10, seed: 1 }))).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9
  ])
  expect(classesOf(chooseSamples(labels, { count: 13, seed: 1 })).slice(10)).toEqual([0, 1, 2])
})

it('takes the same pictures for the same seed and others for another', () => {
  const choose = (seed: number) => [...chooseSamples(labels, { count: 10, seed })]
  expect(choose(1)).toEqual(choose(1))
  expect(choose(2)).not.toEqual(choose(1))
})

it('takes all there are when asked for more', () => {
  expect(chooseSamples([1, 0, 1], { count: 50, seed: 1 })).toHaveLength(3)
})
