import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  addToQueue,
  continueQueue,
  describeRemoval,
  emptyQueue,
  holdQueue,
  markProblem,
  moveInQueue,
  removeFromQueue,
  restoreToQueue,
  viewQueue,
  type Queue,
  type Removal
} from '@shared/queue'
import { appClientKey } from '../../app-client'
import { createExperiment, createTestApp } from '../../fixtures/test-app'
import { useQueueStore } from '../../stores/queue'
import QueueList from './QueueList.vue'

let wrapper: VueWrapper | undefined
afterEach(() => {
  wrapper?.unmount()
  vi.useRealTimers()
})

describe('the list of the queue', () => {
  it('is not in the page while the queue is empty', async () => {
    const { list } = await mountList(emptyQueue)
    expect(list.text()).toBe('')
  })

  it('shows the entries in order, and why one could not be started', async () => {
    const { list } = await mountList(markProblem(createQueue(2), 'a', 'The pictures are missing.'))
    expect(list.findAll('li').map((row) => row.text())).toEqual([
      expect.stringMatching(/^1small.*mnist · 10 epochs · seed 1.*The pictures are missing\./),
      expect.stringMatching(/^2small.*mnist · 10 epochs · seed 2/)
    ])
  })

  it('moves an entry with Alt and an arrow key, and the focus goes along', async () => {
    const { list, order } = await mountList(createQueue(3))
    await press(list, 0, { key: 'ArrowDown', altKey: true })
    await vi.waitFor(() => expect(order()).toEqual(['b', 'a', 'c']))
    expect(focused()).toBe('a')
    expect(list.text()).toContain('small, seed 1, is number 2 of 3.')
  })

  it('leaves the first entry where it is when it is moved up', async () => {
    const { list, order, moves } = await mountList(createQueue(2))
    await press(list, 0, { key: 'ArrowUp', altKey: true })
    expect(moves()).toBe(0)
    expect(order()).toEqual(['a', 'b'])
  })

  it('leads from entry to entry with the arrow keys', async () => {
    const { list } = await mountList(createQueue(3))
    await press(list, 0, { key: 'ArrowDown' })
    expect(focused()).toBe('b')
  })

  it('moves an entry that is dragged to another place', async () => {
    const { list, order } = await mountList(createQueue(3))
    const rows = list.findAll('li')
    rows.forEach(({ element }, index) => {
      element.getBoundingClientRect = () => ({ top: index * 40, height: 40 }) as DOMRect
    })
    await rows[2]?.trigger('pointerdown', { button: 0, clientY: 100 })
    window.dispatchEvent(new MouseEvent('pointermove', { clientY: 10 }))
    await vi.waitFor(() => expect(list.findAll('li')[0]?.classes()).toContain('above'))
    window.dispatchEvent(new MouseEvent('pointerup', { clientY: 10 }))
    await vi.waitFor(() => expect(order()).toEqual(['c', 'a', 'b']))
  })

  it('removes with Delete, leaves the focus to the neighbour, and takes it back with Ctrl+Z', async () => {
    const { list, order } = await mountList(createQueue(3))
    await press(list, 1, { key: 'Delete' })
    await vi.waitFor(() => expect(list.text()).toContain('Removed small, seed 2.'))
    expect(order()).toEqual(['a', 'c'])
    expect(focused()).toBe('c')
    await list.get('section').trigger('keydown', { key: 'z', ctrlKey: true })
    await vi.waitFor(() => expect(order()).toEqual(['a', 'b', 'c']))
    expect(list.text()).not.toContain('Removed')
  })

  it('gives the focus to Undo when nothing is left, and goes a while after', async () => {
    vi.useFakeTimers()
    const { list, order } = await mountList(createQueue(2))
    await button(list, 'Clear')?.trigger('click')
    await vi.waitFor(() => expect(focusedText()).toBe('Undo'))
    expect(list.text()).toContain('Removed 2 runs.')
    await button(list, 'Undo')?.trigger('click')
    await vi.waitFor(() => expect(order()).toEqual(['a', 'b']))
    await button(list, 'Clear')?.trigger('click')
    await vi.waitFor(() => expect(focusedText()).toBe('Undo'))
    ;(document.activeElement as HTMLElement).blur()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(list.text()).toBe('')
  })

  it('says why it is held, and starts when asked', async () => {
    const reason = 'Held because "small" was stopped.'
    const { list } = await mountList(holdQueue(createQueue(1), reason))
    expect(list.text()).toContain(reason)
    await button(list, 'Start queue')?.trigger('click')
    await vi.waitFor(() => expect(button(list, 'Hold')).toBeDefined())
    expect(list.text()).not.toContain(reason)
  })

  it('tries again what could not be started', async () => {
    const { list } = await mountList(markProblem(createQueue(2), 'b', 'Too large.'))
    expect(list.text()).toContain('1 could not be started.')
    await button(list, 'Try again')?.trigger('click')
    await vi.waitFor(() => expect(list.text()).not.toContain('Too large.'))
  })
})

/** Entries `a`, `b`, … with the seeds 1, 2, … */
function createQueue(repeats: number): Queue {
  let count = 0
  return addToQueue(emptyQueue, {
    experiment: createExperiment(),
    datasetId: 'mnist',
    repeats,
    addedAt: 1,
    createId: () => 'abc'.charAt(count++)
  })
}

/** The list over a main that changes the queue as the real one does, and tells it. */
async function mountList(queue: Queue) {
  let removal: Removal | null = null
  let moveCount = 0
  const view = () => viewQueue(queue, { startingId: null, canUndo: removal !== null })
  const change = (next: Queue, undo: Removal | null = removal): void => {
    queue = next
    removal = undo
    test.emit('onDidChangeQueue', view())
  }
  const remove = (ids: readonly string[]): void =>
    change(removeFromQueue(queue, ids), describeRemoval(queue, ids))
  const test = createTestApp({
    getQueue: view,
    moveInQueue(wanted) {
      moveCount++
      change(moveInQueue(queue, wanted))
    },
    removeFromQueue: ({ ids }) => remove(ids),
    clearQueue: () => remove(queue.entries.map(({ id }) => id)),
    undoQueueRemoval() {
      if (removal) change(restoreToQueue(queue, removal), null)
    },
    holdQueue: () => change(holdQueue(queue, 'Held.')),
    continueQueue: () => change(continueQueue(queue))
  })
  await useQueueStore().load()
  wrapper = mount(QueueList, {
    attachTo: document.body,
    global: { plugins: [test.pinia], provide: { [appClientKey as symbol]: test.client } }
  })
  return { list: wrapper, order: () => rowIds(), moves: () => moveCount }
}

const rowIds = () =>
  Array.from(document.querySelectorAll<HTMLElement>('li')).map(({ dataset }) => dataset.queueId)
const focused = () => document.activeElement?.getAttribute('data-queue-id')
const focusedText = () => document.activeElement?.textContent?.trim()
const button = (list: VueWrapper, text: string) =>
  list.findAll('button').find((one) => one.text() === text)

async function press(list: VueWrapper, row: number, keys: KeyboardEventInit): Promise<void> {
  const target = list.findAll('li')[row]
  ;(target?.element as HTMLElement).focus()
  await target?.trigger('keydown', keys)
}
