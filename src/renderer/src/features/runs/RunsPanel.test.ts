import { mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { appClientKey } from '../../app-client'
import { createRun, createTestApp, type TestApp } from '../../fixtures/test-app'
import { createRooms } from '../../router'
import { useRunsStore } from '../../stores/runs'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import RunsPanel from './RunsPanel.vue'

const runs = ['first', 'second', 'third'].map((id, index) =>
  createRun({
    id,
    name: `run ${id}`,
    createdAt: 100 - index,
    latest: { 'validation/accuracy': 0.5 + index / 10 }
  })
)

let wrapper: VueWrapper | undefined

// jsdom lays nothing out; a list without a height has no rows in sight.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(240)
  Element.prototype.scrollTo = () => {}
})
afterEach(() => {
  wrapper?.unmount()
  vi.restoreAllMocks()
})

async function mountPanel(
  handlers: Partial<Handlers<AppContract>> = {}
): Promise<{ panel: VueWrapper; test: TestApp }> {
  const test = createTestApp({ listRuns: () => runs, ...handlers })
  await useRunsStore().load()
  const Host = defineComponent({ render: () => h(TooltipProvider, () => h(RunsPanel)) })
  wrapper = mount(Host, {
    attachTo: document.body,
    global: {
      plugins: [test.pinia, createRooms(createMemoryHistory())],
      provide: { [appClientKey as symbol]: test.client }
    }
  })
  const panel = wrapper
  await vi.waitFor(() => expect(panel.findAll('li button').length).toBe(runs.length))
  return { panel, test }
}

describe('the list of runs', () => {
  it('shows name, state and newest score of each run', async () => {
    const { panel } = await mountPanel()
    const [first] = panel.findAll('li button')
    expect(first?.text()).toContain('run first')
    expect(first?.text()).toContain('finished · 10 epochs')
    expect(first?.text()).toContain('0.5000')
  })

  it('moves with the arrow keys, and the focus goes along', async () => {
    const { panel } = await mountPanel()
    const [first] = panel.findAll('li button')
    await first?.trigger('keydown', { key: 'ArrowDown' })
    expect(useRunsStore().selectedId).toBe('second')
    await vi.waitFor(() =>
      expect(document.activeElement?.getAttribute('data-run-id')).toBe('second')
    )
  })

  it('renames with F2', async () => {
    const renameRun = vi.fn(({ runId, name }: { runId: string; name: string }) =>
      createRun({ id: runId, name, createdAt: 100 })
    )
    const { panel } = await mountPanel({ renameRun })
    await panel.findAll('li button')[0]?.trigger('keydown', { key: 'F2' })
    await panel.get('input').setValue('a better name')
    await panel.get('form').trigger('submit')
    await vi.waitFor(() => expect(panel.text()).toContain('a better name'))
    expect(renameRun).toHaveBeenCalledOnce()
  })

  it('keeps what is typed while the run trains on', async () => {
    const { panel, test } = await mountPanel()
    await panel.findAll('li button')[0]?.trigger('keydown', { key: 'F2' })
    await panel.get('input').setValue('half a na')
    test.emit('onDidChangeRun', createRun({ id: 'first', createdAt: 100, elapsedMs: 12_345 }))
    await nextTick()
    await nextTick()
    expect((panel.get('input').element as HTMLInputElement).value).toBe('half a na')
  })

  it('keeps the name when renaming is given up', async () => {
    const renameRun = vi.fn()
    const { panel } = await mountPanel({ renameRun })
    await panel.findAll('li button')[0]?.trigger('keydown', { key: 'F2' })
    await panel.get('input').setValue('a worse name')
    await panel.get('input').trigger('keydown', { key: 'Escape' })
    await vi.waitFor(() => expect(panel.find('input').exists()).toBe(false))
    expect(renameRun).not.toHaveBeenCalled()
  })

  it('gives the reason of an interrupted run', async () => {
    const reason = 'The trainer stopped: it was killed (SIGKILL).'
    const { panel, test } = await mountPanel()
    test.emit('onDidChangeRun', { ...createRun({ id: 'first' }), state: 'interrupted', reason })
    await vi.waitFor(() => expect(panel.text()).toContain(reason))
  })

  it('changes its width by keyboard within its bounds', async () => {
    const updateSettings = vi.fn()
    const { panel } = await mountPanel({ updateSettings })
    await panel.get('[role=separator]').trigger('keydown', { key: 'End' })
    await vi.waitFor(() =>
      expect(updateSettings).toHaveBeenCalledWith({ runsPanelWidth: 480 }, undefined)
    )
  })
})
