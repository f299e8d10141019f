import { expect, it } from 'vitest'
import { splitSchema } from '@shared/experiment'
import { describeSides, splitKinds } from './split-kinds'

it('begins each kind with what is right, and keeps fraction and seed', () => {
  for (const { start } of Object.values(splitKinds)) {
    expect(splitSchema.safeParse(start({ kind: 'none' })).success).toBe(true)
  }
  const stratified = splitKinds.stratified.start({ kind: 'last-fraction', fraction: 0.3 })
  expect(stratified).toMatchObject({ fraction: 0.3 })
  expect(splitKinds['k-fold'].start({ kind: 'stratified', fraction: 0.1, seed: 7 })).toMatchObject({
    seed: 7
  })
})

it('says whether classes are equal on both sides', () => {
  const names = ['cat', 'dog']
  expect(describeSides([80, 160], [20, 40], names)).toBe(
    'Each class has the same share on both sides.'
  )
  expect(describeSides([90, 70], [10, 30], names)).toBe(
    'The classes differ: validation has 50 % fewer of cat than its share.'
  )
  expect(describeSides([1, 1], [0, 0], names)).toBe('No pictures are set aside.')
})
