import { expect, it } from 'vitest'
import { augmentationKeys, findSettingError, readSetting, setSetting, writeSetting } from './edit'
import { augmentations } from './index'

it.each([
  ['0.1', 0.1],
  ['0.8, 1.2', [0.8, 1.2]],
  ['[1 2 3]', [1, 2, 3]],
  ['much', 'much'],
  ['', ''],
  [true, true]
])('reads %j as %j', (text, value) => {
  expect(readSetting(text)).toEqual(value)
})

it('writes what it reads', () => {
  for (const value of [0.25, [0.5, 2]]) expect(readSetting(writeSetting(value))).toEqual(value)
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

it('finds nothing wrong with what changes nothing, and says what is expected of nonsense', () => {
  for (const key of augmentationKeys) {
    expect(findSettingError(key, augmentations[key].neutral)).toBeNull()
    expect(findSettingError(key, 'nonsense')).toMatch(/^Expected /)
  }
})
