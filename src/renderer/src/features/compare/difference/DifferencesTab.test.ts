import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import type { RunFacts } from '@shared/run-facts'
import { appClientKey } from '../../../app-client'
import { createExperiment, createRun, createTestApp } from '../../../fixtures/test-app'
import { useComparisonStore } from '../../../stores/comparison'
import { useMessagesStore } from '../../../stores/messages'
import { useRunsStore } from '../../../stores/runs'
import { useSettingsStore } from '../../../stores/settings'
import DifferencesTab from './DifferencesTab.vue'

const records = [
  createRun({ id: 'a', name: 'first', test: { accuracy: 0.91, loss: 0.3, examples: 2000 } }),
  createRun({ id: 'b', name: 'second', test: { accuracy: 0.95, loss: 0.2, examples: 2000 } }),
  createRun({ id: 'c', name: 'third' })
]
const shared = { 'dataset.id': 'mnist', 'training.optimizer.kind': 'adam' }
const configs: Record<string, RunFacts['config']> = {
  a: {
    ...shared,
    'training.optimizer.learningRate': 0.002,
    'training.epochs': 10,
    'model.layers': 5
  },
  b: {
    ...shared,
    'training.optimizer.learningRate': 0.01,
    'training.epochs': 10,
    'model.layers': 6
  },
  c: {
    ...shared,
    'training.optimizer.learningRate': 0.002,
    'training.epochs': 10,
    'model.layers': 5
  }
}

const getRunFacts = ({ runIds }: { runIds: string[] }): RunFacts[] =>
  runIds.map((runId) => ({
    runId,
    config: configs[runId] ?? {},
    metrics: {},
    msPerStep: null,
    device: null
  }))

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

async function mountTab(
  runIds = ['a', 'b', 'c'],
  handlers: Partial<Handlers<AppContract>> = {}
): Promise<VueWrapper> {
  const test = createTestApp({ listRuns: () => records, getRunFacts, ...handlers })
  await Promise.all([useRunsStore().load(), useSettingsStore().load()])
  useComparisonStore().set(runIds)
  remount = () =>
    mount(DifferencesTab, {
      attachTo: document.body,
      global: { plugins: [test.pinia], provide: { [appClientKey as symbol]: test.client } }
    })
  wrapper = remount()
  await vi.waitFor(() => expect(wrapper?.text()).not.toContain('Reading'))
  return wrapper
}

let remount: () => VueWrapper

const keysOf = (tab: VueWrapper): string[] =>
  tab.findAll('tbody th[scope="row"]').map((one) => one.attributes('title') ?? '')
const settingsOf = (tab: VueWrapper): string[] =>
  keysOf(tab).filter((key) => !key.startsWith('result.'))
const headsOf = (tab: VueWrapper): string[] =>
  tab.findAll('thead .head').map((one) =>
    one
      .findAll('span')
      .map((part) => part.text())
      .join(' ')
      .trim()
  )
const changedOf = (tab: VueWrapper): string[] =>
  tab.findAll('td.changed').map((one) => one.attributes('title') ?? '')
const focusedTitle = (): string | null | undefined => document.activeElement?.getAttribute('title')

function press(key: string, options: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...options }))
}

describe('the differences of runs', () => {
  it('are exactly the settings that differ, and marked against the base', async () => {
    const tab = await mountTab()
    expect(headsOf(tab)).toEqual(['first base', 'second', 'third'])
    expect(settingsOf(tab)).toEqual(['model.layers', 'training.optimizer.learningRate'])
    expect(changedOf(tab)).toEqual(['6', '0.01'])
    expect(tab.get('[role="status"]').text()).toBe('2 differences')
  })

  it('are those against another base, which stands first', async () => {
    const tab = await mountTab()
    useComparisonStore().setBase('b')
    await vi.waitFor(() => expect(headsOf(tab)).toEqual(['second base', 'first', 'third']))
    expect(changedOf(tab)).toEqual(['5', '5', '0.002', '0.002'])
  })

  it('come with how the runs went, the best one marked', async () => {
    const tab = await mountTab()
    const best = tab.findAll('td.best').map((one) => one.attributes('title'))
    expect(best).toEqual(['0.2000', '0.9500'])
  })

  it('let everything be seen, and be filtered by key', async () => {
    const tab = await mountTab()
    await tab.get('input[type="checkbox"]').setValue(false)
    expect(settingsOf(tab)).toEqual([
      'dataset.id',
      'model.layers',
      'training.optimizer.kind',
      'training.optimizer.learningRate',
      'training.epochs'
    ])
    await tab.get('input[type="search"]').setValue('optim')
    expect(keysOf(tab)).toEqual(['training.optimizer.kind', 'training.optimizer.learningRate'])
    await tab.get('input[type="search"]').setValue('nothing such')
    expect(tab.text()).toContain('No key of these matches “nothing such”.')
  })

  it('are looked at as before when the tab is opened again', async () => {
    const tab = await mountTab()
    await tab.get('input[type="checkbox"]').setValue(false)
    const environment = tab.findAll('button').find((one) => one.text() === 'Environment')
    await environment?.trigger('click')
    tab.unmount()
    wrapper = remount()
    const pressed = wrapper.get('[aria-label="What to compare"] [aria-pressed="true"]')
    expect(pressed.text()).toBe('Environment')
    expect(wrapper.get<HTMLInputElement>('input[type="checkbox"]').element.checked).toBe(false)
  })

  it('are gone through by keys, forth and back, and around', async () => {
    const tab = await mountTab()
    press('n')
    await vi.waitFor(() => expect(focusedTitle()).toBe('6'))
    expect(tab.get('[role="status"]').text()).toBe('Difference 1 of 2')
    press('F8')
    await vi.waitFor(() => expect(focusedTitle()).toBe('0.01'))
    press('n')
    await vi.waitFor(() => expect(focusedTitle()).toBe('6'))
    press('F8', { shiftKey: true })
    await vi.waitFor(() => expect(focusedTitle()).toBe('0.01'))
    press('p')
    await vi.waitFor(() => expect(focusedTitle()).toBe('6'))
    press('ArrowLeft')
    await vi.waitFor(() => expect(focusedTitle()).toBe('5'))
  })

  it('leave letters to the filter field', async () => {
    const tab = await mountTab()
    const field = tab.get('input[type="search"]').element as HTMLInputElement
    field.focus()
    press('n')
    await new Promise((resolve) => setTimeout(resolve))
    expect(document.activeElement).toBe(field)
  })

  it('say so when there is nothing to compare, or nothing that differs', async () => {
    const tab = await mountTab(['a'])
    expect(tab.text()).toContain('Add a second run above to see what differs.')
    wrapper?.unmount()
    const equal = await mountTab(['a', 'c'])
    expect(equal.get('[role="status"]').text()).toBe('No differences')
    expect(settingsOf(equal)).toEqual([])
  })

  it('say why they cannot be read', async () => {
    const tab = await mountTab(['a', 'b'], {
      getRunFacts: () => {
        throw new Error('The disk is gone.')
      }
    })
    expect(tab.get('[role="alert"]').text()).toBe('The disk is gone.')
  })
})

describe('a value', () => {
  const copied = vi.fn()
  beforeEach(() => {
    copied.mockClear()
    // What a browser does at this command: it asks the page what to put on the clipboard.
    document.execCommand = () => {
      const event = new Event('copy', { bubbles: true, cancelable: true })
      Object.assign(event, {
        clipboardData: { setData: (_type: string, text: string) => copied(text) }
      })
      document.dispatchEvent(event)
      return true
    }
  })

  it('is copied by its button and by Ctrl+C', async () => {
    const tab = await mountTab()
    await tab.get('button[aria-label="Copy 0.01"]').trigger('click')
    expect(copied).toHaveBeenCalledWith('0.01')
    press('n')
    await vi.waitFor(() => expect(focusedTitle()).toBe('6'))
    press('c', { ctrlKey: true })
    expect(copied).toHaveBeenLastCalledWith('6')
    await vi.waitFor(() =>
      expect(useMessagesStore().messages.map(({ text }) => text)).toContain('Copied 6.')
    )
  })
})

it('puts the environments side by side, and the layers of a run beside the base', async () => {
  const small = createExperiment()
  const large = createExperiment({
    model: JSON.parse(JSON.stringify(small.model).replace('"units":10', '"units":12'))
  })
  const tab = await mountTab(['a', 'b'], {
    getRunEnvironment: ({ runId }) => {
      if (runId === 'b') return { threads: 4, platform: 'linux x64' }
      return { threads: 2, platform: 'linux x64' }
    },
    getRunExperiment: ({ runId }) => (runId === 'b' ? large : small)
  })
  const button = (label: string) => tab.findAll('button').find((one) => one.text() === label)
  await button('Environment')?.trigger('click')
  await vi.waitFor(() => expect(keysOf(tab)).toEqual(['threads']))
  expect(changedOf(tab)).toEqual(['4'])
  await button('Layers')?.trigger('click')
  await vi.waitFor(() => expect(tab.text()).toMatch(/Units 10 → 12/))
})
