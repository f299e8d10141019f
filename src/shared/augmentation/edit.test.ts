import { expect, it } from 'vitest'
import {
  augmentationKeys,
  findSettingError,
  readList,
  readNumber,
  replaceAugmentation,
  setSetting,
  writeSetting
} from './edit'
import { augmentations } from './index'

it.each([
  ['0.1', 0.1],
  [' 12 ', 12],
  ['−3', -3],
  ['0.', 0],
  ['much', 'much'],
  ['0.1, 0.2', '0.1, 0.2'],
  ['', '']
])('reads %j as the number %j', (text, value) => {
  expect(readNumber(text)).toEqual(value)
})

it.each([
  ['0.8, 1.2', [0.8, 1.2]],
  ['[1 2 3]', [1, 2, 3]],
  // On the way to 3, 4.
  ['3', [3]],
  ['1, much', '1, much'],
  ['[]', '[]']
])('reads %j as the list %j', (text, value) => {
  expect(readList(text)).toEqual(value)
})

it('writes what it reads', () => {
  expect(readNumber(writeSetting(0.25))).toBe(0.25)
  expect(readList(writeSetting([0.5, 2]))).toEqual([0.5, 2])
})

it('leaves out what changes nothing, and is nothing when nothing is left', () => {
  const flipped = setSetting(undefined, 'horizontal_flip', true)
  expect(flipped).toEqual({ horizontal_flip: true })
  expect(setSetting(flipped, 'horizontal_flip', false)).toBeUndefined()
  expect(setSetting(flipped, 'brightness_range', [1, 1])).toEqual(flipped)
})

it('is the same document whatever was set first', () => {
  const a = setSetting(setSetting(undefined, 'zoom_range', 0.1), 'width_shift_range', 0.1)
  const b = setSetting(setSetting(undefined, 'width_shift_range', 0.1), 'zoom_range', 0.1)
  expect(JSON.stringify(a)).toBe(JSON.stringify(b))
})

it('leaves a document to the letter as it was when a change is taken back', () => {
  const document = { name: 'a', augmentation: { horizontal_flip: true }, model: {}, training: {} }
  const without = replaceAugmentation(document, undefined)
  expect(without).toEqual({ name: 'a', model: {}, training: {} })
  const again = replaceAugmentation(without, { horizontal_flip: true })
  expect(JSON.stringify(again)).toBe(JSON.stringify(document))
})

it.each([
  ['rotation_range', 200, 'Expected at most 180.'],
  ['rotation_range', 'far', 'Expected a number.'],
  ['shear_range', 90, 'Expected less than 90.'],
  ['cutout_size', 1.5, 'Expected a whole number.'],
  ['brightness_range', [-1, 1], 'Expected at least 0.'],
  [
    'width_shift_range',
    '1, much',
    'Expected a share of the size below 1, a number of pixels, or a list of either.'
  ],
  ['zoom_range', [0, 1], 'Expected more than 0.'],
  ['zoom_range', 1, 'Expected less than 1.']
] as const)('says of %s %j: %s', (key, value, sentence) => {
  expect(findSettingError(key, value)).toBe(sentence)
})

it('finds nothing wrong with what changes nothing, and something with nonsense', () => {
  for (const key of augmentationKeys) {
    expect(findSettingError(key, augmentations[key].neutral)).toBeNull()
    expect(findSettingError(key, 'nonsense')).toMatch(/^Expected /)
  }
})
