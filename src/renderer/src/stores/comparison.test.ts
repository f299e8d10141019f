import { beforeEach, describe, expect, it } from 'vitest'
import { createRun, createTestApp } from '../fixtures/test-app'
import { useComparisonStore } from './comparison'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

const ids = ['a', 'b', 'c', 'd']

beforeEach(async () => {
  createTestApp({ listRuns: () => ids.map((id) => createRun({ id })) })
  await Promise.all([useRunsStore().load(), useSettingsStore().load()])
  useComparisonStore().set(ids)
})

const visibleIds = (): string[] => useComparisonStore().visible.map(({ id }) => id)

describe('a comparison that was narrowed', () => {
  it('comes back with what was not drawn, as each run was when it was taken out', () => {
    const comparison = useComparisonStore()
    comparison.setVisible(['a', 'b'], false)
    comparison.narrow(['b', 'c', 'd'])
    comparison.setVisible(['b'], true)
    comparison.setVisible(['c'], false)
    comparison.narrow(['b', 'd'])
    comparison.setVisible(['d'], false)
    expect(visibleIds()).toEqual(['b'])
    expect(comparison.whole?.runIds).toHaveLength(4)
    comparison.widen()
    expect(comparison.records.map(({ id }) => id)).toEqual(ids)
    expect(visibleIds()).toEqual(['b'])
    expect(comparison.whole).toBeNull()
  })
})
