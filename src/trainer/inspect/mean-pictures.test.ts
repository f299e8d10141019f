import { expect, it } from 'vitest'
import { shapes } from '../datasets/shapes'
import { computeMeanPictures } from './mean-pictures'

it('is the mean of the pictures of each class, and leaves out classes without any', () => {
  const part = {
    images: Uint8Array.of(10, 20, 30, 41, 100, 200),
    labels: Int32Array.of(0, 0, 2)
  }
  const card = { ...shapes.card, imageShape: [1, 2, 1] as const, classNames: ['a', 'b', 'c'] }
  const sheet = computeMeanPictures(
    { card: { ...card, imageShape: [1, 2, 1] }, train: part, test: part },
    'test'
  )
  expect(sheet.labels).toEqual([0, 2])
  expect([...sheet.images]).toEqual([20, 31, 100, 200])
})
