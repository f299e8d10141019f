import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { NO_COMPARISON } from '@shared/comparison'
import { defaultSettings, type Settings } from '@shared/settings'
import { createTestApp } from '../../fixtures/test-app'
import { useComparisonStore } from '../../stores/comparison'
import { useTabLook } from './use-tab-look'

let scope: EffectScope | undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  scope?.stop()
  vi.useRealTimers()
})

function open() {
  const stored: Settings['comparison'][] = []
  createTestApp({
    updateSettings({ comparison = NO_COMPARISON, ...others }) {
      stored.push(comparison)
      return { ...defaultSettings, ...(others as Partial<Settings>), comparison }
    }
  })
  scope = effectScope()
  const look = scope.run(() => useTabLook('curves'))
  if (!look) throw new Error('The scope has ended.')
  return { ...look, stored: () => stored.map(({ looks }) => looks.curves.x) }
}

it('shows each move of a wheel at once, and keeps the last one', async () => {
  const { look, sweep, stored } = open()
  for (const to of [30, 20, 10]) {
    sweep({ x: [0, to] })
    await vi.advanceTimersByTimeAsync(100)
    expect(look.value.x).toEqual([0, to])
  }
  expect(stored()).toEqual([])
  await vi.advanceTimersByTimeAsync(1000)
  expect(stored()).toEqual([[0, 10]])
  expect(useComparisonStore().looks.curves.x).toEqual([0, 10])
  expect(look.value.x).toEqual([0, 10])
})

it('keeps what was swept when the tab is left before it has settled', async () => {
  const { sweep, stored } = open()
  sweep({ x: [0, 5] })
  scope?.stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(stored()).toEqual([[0, 5]])
})

it('keeps one part with what is being swept of the others', async () => {
  const { field, sweep, stored } = open()
  sweep({ y: { loss: [0, 1] } })
  field('x').value = [0, 5]
  expect(useComparisonStore().looks.curves).toEqual({ x: [0, 5], y: { loss: [0, 1] } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(stored()).toEqual([[0, 5]])
})

it('forgets what is swept when another view is opened in the middle of it', async () => {
  const { look, sweep } = open()
  sweep({ x: [0, 5] })
  const looks = { ...NO_COMPARISON.looks, curves: { x: [7, 8] as [number, number], y: {} } }
  useComparisonStore().show({ ...NO_COMPARISON, looks }, 'other')
  expect(look.value.x).toEqual([7, 8])
  await vi.advanceTimersByTimeAsync(1000)
  expect(useComparisonStore().looks.curves.x).toEqual([7, 8])
})
