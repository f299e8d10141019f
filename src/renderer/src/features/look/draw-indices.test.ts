import { expect, it } from 'vitest'
import { createRandomStream } from '@shared/random'
import { drawIndices } from './draw-indices'

const labels = Float64Array.from({ length: 200 }, (_, index) => index % 4)
const draw = (seed: number, label: number | null = null, count = 20) =>
  drawIndices(labels, { count, label, random: createRandomStream(seed, 'test') })

it('draws each picture once, the same ones for the same seed', () => {
  expect(new Set(draw(1)).size).toBe(20)
  expect(draw(1)).toEqual(draw(1))
  expect(draw(2)).not.toEqual(draw(1))
})

it('draws from one class alone, and no more than it has', () => {
  const drawn = draw(1, 3, 1000)
  expect(drawn).toHaveLength(50)
  expect(drawn.every((index) => labels[index] === 3)).toBe(true)
})
