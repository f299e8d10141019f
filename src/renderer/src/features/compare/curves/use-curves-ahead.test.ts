import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { appClientKey } from '../../../app-client'
import { createRun, createTestApp } from '../../../fixtures/test-app'
import { useComparisonStore } from '../../../stores/comparison'
import { useRunsStore } from '../../../stores/runs'
import { useSettingsStore } from '../../../stores/settings'
import { useCurvesAhead } from './use-curves-ahead'

let wrapper: VueWrapper | undefined
afterEach(() => {
  wrapper?.unmount()
  vi.unstubAllGlobals()
})

it('reads the part of the axis that the room was left with', async () => {
  const asked: unknown[] = []
  const { pinia, client } = createTestApp({
    listRuns: () => [createRun({ id: 'a', latest: { 'train/loss': 1 } })],
    getCurves(request) {
      asked.push(request.range)
      throw new Error('Enough is known.')
    }
  })
  await Promise.all([useRunsStore().load(), useSettingsStore().load()])
  useComparisonStore().set(['a'])
  useComparisonStore().setLook('curves', { x: [10, 20], y: {} })
  vi.stubGlobal('requestIdleCallback', (work: () => void) => work())
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
  const room = {
    setup() {
      const comparison = useComparisonStore()
      useCurvesAhead({
        getRuns: () => comparison.visible,
        getRange: () => comparison.looks.curves.x
      })
    },
    render: () => null
  }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: room }]
  })
  document.body.append(document.createElement('main'))
  wrapper = mount(room, {
    global: { plugins: [pinia, router], provide: { [appClientKey as symbol]: client } }
  })
  await vi.waitFor(() => expect(asked).toEqual([[10, 20]]), 3000)
})
