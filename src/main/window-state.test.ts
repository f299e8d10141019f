import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTemporaryFolder } from '@store/testing'
import { fitBounds, readWindowState, writeWindowState } from './window-state'

const screens = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1280, height: 1024 }
]
const at = (x: number, y: number, width = 1111, height = 777) => ({
  bounds: { x, y, width, height },
  isMaximized: false
})

it('opens where it was left', () => {
  expect(fitBounds(at(40, 30), screens)).toEqual({ x: 40, y: 30, width: 1111, height: 777 })
  expect(fitBounds(at(2000, 100), screens)).toMatchObject({ x: 2000 })
})

it.each([
  ['on a screen that is gone', at(4000, 100)],
  ['with its title above every screen', at(40, -300)],
  ['with only a sliver in sight', at(1919 - 1111 - 1900, 30)]
])('opens in the middle, as large as it was, when it was left %s', (_where, state) => {
  expect(fitBounds(state, screens)).toEqual({ width: 1111, height: 777 })
})

it('opens no larger than a small screen, no smaller than it can be used', () => {
  expect(fitBounds(null, [{ x: 0, y: 0, width: 1024, height: 740 }])).toEqual({
    width: 1024,
    height: 740
  })
  expect(fitBounds(null, [{ x: 0, y: 0, width: 640, height: 480 }])).toEqual({
    width: 960,
    height: 600
  })
})

it('reads what it wrote, and takes a broken file for none', () => {
  const file = join(createTemporaryFolder(), 'window.json')
  expect(readWindowState(file)).toBeNull()
  writeWindowState(file, at(1, 2))
  expect(readWindowState(file)).toEqual(at(1, 2))
  writeFileSync(file, '{"bounds": {"x": "left"}}')
  expect(readWindowState(file)).toBeNull()
})
