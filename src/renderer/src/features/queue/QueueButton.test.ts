import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import { appClientKey } from '../../app-client'
import {
  createExperiment,
  createRun,
  createTestApp,
  testDataset,
  testRuntime
} from '../../fixtures/test-app'
import { useDatasetsStore } from '../../stores/datasets'
import { useExperimentsStore } from '../../stores/experiments'
import { useMessagesStore } from '../../stores/messages'
import { useQueueStore } from '../../stores/queue'
import { useRunsStore } from '../../stores/runs'
import { useSettingsStore } from '../../stores/settings'
import { useTrainerStore } from '../../stores/trainer'
import QueueButton from './QueueButton.vue'

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

describe('the queue button', () => {
  it('adds the chosen experiment on its data set while a run is at work', async () => {
    const addToQueue = vi.fn(() => [])
    await open({ addToQueue, listRuns: () => [createRun({ state: 'training' })] })
    button('Add to queue')?.click()
    await vi.waitFor(() => expect(addToQueue).toHaveBeenCalledOnce())
    const experiment = createExperiment()
    expect(addToQueue).toHaveBeenCalledWith(
      { experiment, datasetId: 'mnist', repeats: 1 },
      undefined
    )
  })

  it('adds it with several seeds, and names them before', async () => {
    const addToQueue = vi.fn(() => [])
    await open({ addToQueue })
    const field = document.querySelector<HTMLInputElement>('input[type=number]')
    if (field) field.value = '5'
    field?.dispatchEvent(new Event('input'))
    await nextTick()
    expect(document.body.textContent).toContain('Seeds 1 to 5, one run each.')
    field?.form?.dispatchEvent(new Event('submit'))
    await vi.waitFor(() =>
      expect(addToQueue).toHaveBeenCalledWith(expect.objectContaining({ repeats: 5 }), undefined)
    )
  })

  it('says what it did when the queue is out of sight', async () => {
    await open({ addToQueue: () => [] })
    await useSettingsStore().update({ isRunsPanelOpen: false })
    button('Add to queue')?.click()
    await vi.waitFor(() =>
      expect(useMessagesStore().messages[0]?.text).toBe('Added "small" to the queue.')
    )
  })

  it('is disabled while the experiment cannot be trained', async () => {
    await mountButton({ listDatasets: () => [{ ...testDataset, isReady: false }] })
    expect(wrapper?.get('button').attributes('disabled')).toBeDefined()
  })
})

it('the window says that a queue could not be read', async () => {
  const reason = 'The queue could not be read and is empty now.'
  createTestApp({ getQueue: () => ({ entries: [], isHeld: false, reason, canUndo: false }) })
  await useQueueStore().load()
  expect(useMessagesStore().messages).toMatchObject([{ kind: 'error', text: reason }])
})

async function mountButton(handlers: Partial<Handlers<AppContract>>): Promise<void> {
  const test = createTestApp({
    getTrainerStatus: () => ({ kind: 'ready', runtime: testRuntime }),
    listDatasets: () => [testDataset],
    listExperiments: () => [{ id: 'small', source: 'shipped', experiment: createExperiment() }],
    ...handlers
  })
  await Promise.all([
    useTrainerStore().load(),
    useExperimentsStore().load(),
    useDatasetsStore().load(),
    useRunsStore().load()
  ])
  wrapper = mount(QueueButton, {
    attachTo: document.body,
    props: { isAttached: true },
    global: { plugins: [test.pinia], provide: { [appClientKey as symbol]: test.client } }
  })
}

async function open(handlers: Partial<Handlers<AppContract>>): Promise<void> {
  await mountButton(handlers)
  await wrapper?.get('button').trigger('click')
  await vi.waitFor(() => expect(button('Add to queue')).toBeDefined())
}

const button = (text: string) =>
  Array.from(document.querySelectorAll('button')).find((one) => one.textContent?.trim() === text)
