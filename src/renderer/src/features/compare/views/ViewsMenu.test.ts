import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ComparisonViews } from '@shared/comparison-views'
import { UserError } from '@shared/contract/define'
import { appClientKey } from '../../../app-client'
import { createRun, createTestApp } from '../../../fixtures/test-app'
import { useComparisonStore } from '../../../stores/comparison'
import { useComparisonViewsStore } from '../../../stores/comparison-views'
import { useMessagesStore } from '../../../stores/messages'
import { useRunsStore } from '../../../stores/runs'
import { useSettingsStore } from '../../../stores/settings'
import ViewsMenu from './ViewsMenu.vue'

let wrapper: VueWrapper | undefined
// The popover watches its size, which jsdom does not know.
beforeEach(() =>
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    }
  )
)
afterEach(() => {
  wrapper?.unmount()
  vi.unstubAllGlobals()
})

describe('the views of the comparison', () => {
  it('keep runs, base, what is hidden, tab, moment and curves, and bring them back', async () => {
    const { comparison, stored } = await mountMenu()
    comparison.setBase('b')
    comparison.setVisible(['a'], false)
    comparison.tab = 'scores'
    comparison.part = 'validation'
    const settings = useSettingsStore()
    const curveView = { ...settings.values.curveView, isLogX: true, chartBy: 'run' as const }
    await settings.update({ curveView })
    await save('Dropout against BatchNorm')
    expect(stored()[0]).toMatchObject({ slug: 'dropout-against-batchnorm', curveView })
    const kept = settings.values.comparison

    comparison.set(['c'])
    comparison.tab = 'curves'
    comparison.part = 'test'
    await settings.update({ curveView: { ...curveView, isLogX: false } })
    await openMenu('Views')
    await type('Find a view by name or link', 'compare/dropout-against-batchnorm')
    press(field('Find a view by name or link'), 'Enter')
    await flushPromises()
    expect(settings.values.comparison).toEqual(kept)
    expect(settings.values.curveView).toEqual(curveView)
    expect(wrapper?.text()).toContain('compare/dropout-against-batchnorm')
  })

  it('are overwritten when they differ, and that is taken back', async () => {
    const { comparison, stored } = await mountMenu()
    await save('A')
    comparison.remove('c')
    await openMenu('A (changed)')
    click('Save changes to A')
    await flushPromises()
    expect(stored()[0]?.comparison.runIds).toEqual(['a', 'b'])
    expect(wrapper?.find('[aria-label="View: A"]').exists()).toBe(true)
    click('Undo')
    await flushPromises()
    expect(stored()[0]?.comparison.runIds).toEqual(['a', 'b', 'c'])
  })

  it('are renamed by F2 and deleted by Delete, and the arrow keys go through them', async () => {
    const { stored } = await mountMenu()
    await save('A')
    await save('B')
    await openMenu('B')
    press(field('Find a view by name or link'), 'ArrowDown')
    await flushPromises()
    expect(document.activeElement?.textContent).toContain('compare/a')
    press(document.activeElement, 'ArrowDown')
    await flushPromises()
    press(document.activeElement, 'F2')
    await flushPromises()
    await type('New name of B', 'Größe')
    submit(field('New name of B'))
    await flushPromises()
    expect(stored().map(({ slug }) => slug)).toEqual(['a', 'größe'])
    expect(useComparisonViewsStore().current?.name).toBe('Größe')
    press(document.activeElement, 'Delete')
    await flushPromises()
    expect(stored().map(({ slug }) => slug)).toEqual(['a'])
    expect(document.activeElement?.textContent?.trim()).toBe('Undo')
    click('Undo')
    await flushPromises()
    expect(useComparisonViewsStore().current?.name).toBe('Größe')
    expect(stored()).toHaveLength(2)
  })

  it('are taken back by Ctrl+Z and done again by Ctrl+Shift+Z, but not while a name is typed', async () => {
    const { stored } = await mountMenu()
    await save('A')
    await save('B')
    await openMenu('B')
    const list = document.querySelector('[aria-label="Saved views"] button')
    press(field('Find a view by name or link'), 'z', { ctrlKey: true })
    await flushPromises()
    expect(stored()).toHaveLength(2)
    press(list, 'Z', { ctrlKey: true, shiftKey: true })
    await flushPromises()
    expect(stored()).toHaveLength(2)
    press(list, 'z', { ctrlKey: true })
    await flushPromises()
    expect(stored().map(({ name }) => name)).toEqual(['A'])
    press(list, 'Z', { ctrlKey: true, shiftKey: true })
    await flushPromises()
    expect(stored().map(({ name }) => name)).toEqual(['A', 'B'])
  })

  it('bring back the comparison that one of them was opened over', async () => {
    const { comparison } = await mountMenu()
    await save('A')
    comparison.set(['c'])
    comparison.tab = 'scores'
    await openMenu('Views')
    press(field('Find a view by name or link'), 'Enter')
    await flushPromises()
    expect(comparison.records).toHaveLength(3)
    await openMenu('A')
    click('Back to the unsaved comparison')
    await flushPromises()
    expect(comparison.records.map(({ id }) => id)).toEqual(['c'])
    expect(comparison.tab).toBe('scores')
    await openMenu('Views')
    expect(document.body.textContent).not.toContain('Back to the unsaved comparison')
  })

  it('differ when a tab is looked at in another way', async () => {
    const { comparison } = await mountMenu()
    await save('A')
    comparison.setLook('differences', { kind: 'layers', onlyDifferences: true })
    await openMenu('A (changed)')
    click('Save changes to A')
    await flushPromises()
    expect(useComparisonViewsStore().views[0]?.comparison.looks.differences.kind).toBe('layers')
  })

  it('refuse a name that another view has', async () => {
    await mountMenu()
    await save('A')
    await save('B')
    const views = useComparisonViewsStore()
    const [first] = views.views
    await expect(first && views.rename(first, ' B ')).rejects.toThrow('another view named “B”')
  })

  it('say how many of their runs were deleted, and open with the others', async () => {
    const { comparison, emit } = await mountMenu()
    await save('A')
    emit('onDidRemoveRun', { runId: 'b' })
    comparison.set(['c'])
    await openMenu('Views')
    expect(document.body.textContent).toContain('1 of its 3 runs was deleted.')
    click('Acompare/a1 of its 3 runs was deleted.')
    await flushPromises()
    expect(comparison.records.map(({ id }) => id)).toEqual(['a', 'c'])
    expect(wrapper?.get('[role="status"]').text()).toBe('1 of its 3 runs was deleted.')
  })

  it('are not changed when they cannot be stored, and the sentence is shown', async () => {
    const { fail } = await mountMenu()
    fail('The disk is full.')
    await save('A')
    expect(useMessagesStore().messages).toMatchObject([{ text: 'The disk is full.' }])
    expect(useComparisonViewsStore().views).toEqual([])
  })
})

async function mountMenu() {
  let views: ComparisonViews = []
  let failure: string | null = null
  const records = ['a', 'b', 'c'].map((id) => createRun({ id, name: `run ${id}` }))
  const { pinia, client, emit } = createTestApp({
    listRuns: () => records,
    getComparisonViews: () => ({ views: [...views], problem: null }),
    setComparisonViews(wanted) {
      if (failure !== null) throw new UserError(failure)
      views = wanted.views
    }
  })
  await Promise.all([useRunsStore().load(), useSettingsStore().load()])
  const comparison = useComparisonStore()
  comparison.set(['a', 'b', 'c'])
  wrapper = mount(ViewsMenu, {
    attachTo: document.body,
    global: { plugins: [pinia], provide: { [appClientKey as symbol]: client } }
  })
  await flushPromises()
  return { comparison, emit, stored: () => views, fail: (text: string) => void (failure = text) }
}

async function openMenu(label: string): Promise<void> {
  await flushPromises()
  const trigger = wrapper?.get(`[aria-label="View: ${label}"]`)
  if (trigger?.attributes('aria-expanded') !== 'true') await trigger?.trigger('click')
  await flushPromises()
}

async function save(name: string): Promise<void> {
  const trigger = wrapper?.get('[aria-label^="View: "]')
  if (trigger?.attributes('aria-expanded') !== 'true') await trigger?.trigger('click')
  await flushPromises()
  await type('Name of this view', name)
  submit(field('Name of this view'))
  await flushPromises()
}

function field(label: string): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)
  if (!found) throw new Error(`There is no field '${label}'.`)
  return found
}

async function type(label: string, text: string): Promise<void> {
  const input = field(label)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}

function submit(input: HTMLInputElement): void {
  input.form?.dispatchEvent(new Event('submit', { cancelable: true }))
}

function press(element: Element | null, key: string, held: KeyboardEventInit = {}): void {
  const options = { key, bubbles: true, cancelable: true, composed: true, ...held }
  element?.dispatchEvent(new KeyboardEvent('keydown', options))
}

function click(text: string): void {
  const buttons = [...document.querySelectorAll('button')]
  const found = buttons.find((one) => one.textContent?.trim() === text)
  if (!found) throw new Error(`There is no button '${text}'.`)
  found.click()
}
