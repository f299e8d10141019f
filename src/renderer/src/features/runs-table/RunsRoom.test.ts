import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { AppContract } from '@shared/contract/app'
import type { Handlers } from '@shared/contract/define'
import { NO_MARKS, type RunFailure, type RunLabelChange, type RunRecord } from '@shared/run'
import type { RunFacts } from '@shared/run-facts'
import { DEFAULT_RUNS_VIEW } from '@shared/runs-table'
import { appClientKey } from '../../app-client'
import { createRun, createTestApp } from '../../fixtures/test-app'
import { createRooms } from '../../router'
import { useComparisonStore } from '../../stores/comparison'
import { useMessagesStore } from '../../stores/messages'
import { useRunsStore } from '../../stores/runs'
import { useRunsTableStore } from '../../stores/runs-table'
import RunsRoom from './RunsRoom.vue'

const COUNT = 1000
const optimizers = ['adam', 'sgd'] as const

let wrapper: VueWrapper | undefined

// jsdom lays nothing out; a list without a height has no rows in sight.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900)
  Element.prototype.scrollTo = () => {}
})
afterEach(() => {
  wrapper?.unmount()
  vi.restoreAllMocks()
})

function createRuns(count: number): RunRecord[] {
  return Array.from({ length: count }, (_, index) =>
    createRun({
      id: `run-${index}`,
      name: `run ${index}`,
      createdAt: 10_000 - index,
      parameters: 1000 * (index % 3),
      elapsedMs: 1000 * index
    })
  )
}

function createFacts({ id }: RunRecord): RunFacts {
  const index = Number(id.slice('run-'.length))
  const best = 0.5 + (index % 10) / 100
  return {
    runId: id,
    config: {
      'training.optimizer.kind': optimizers[index % 2] ?? null,
      'training.optimizer.learningRate': 0.001
    },
    metrics: {
      'validation/accuracy': { last: best, lastStep: 10, best, bestStep: 10, bestEpoch: 1 }
    },
    msPerStep: 4.2,
    device: 'CPU · 2 cores'
  }
}

/** The store of main, in memory. */
function createStore(records: readonly RunRecord[]) {
  const known = new Map(records.map((record) => [record.id, record]))
  const mark = vi.fn(({ changes }: { changes: RunLabelChange[] }) => ({
    records: changes.map(({ runId, ...change }) => {
      const record = { ...known.get(runId), ...change } as RunRecord
      known.set(runId, record)
      return record
    }),
    failures: [] as RunFailure[]
  }))
  return { known, mark }
}

async function mountRoom(
  records: readonly RunRecord[],
  handlers: Partial<Handlers<AppContract>> = {}
) {
  const store = createStore(records)
  const test = createTestApp({
    listRuns: () => [...records],
    getRunFacts: ({ runIds }) => records.filter(({ id }) => runIds.includes(id)).map(createFacts),
    markRuns: store.mark,
    ...handlers
  })
  await useRunsStore().load()
  const Host = defineComponent({ render: () => h(TooltipProvider, () => h(RunsRoom)) })
  const router = createRooms(createMemoryHistory())
  const room = mount(Host, {
    attachTo: document.body,
    global: {
      plugins: [test.pinia, router],
      provide: { [appClientKey as symbol]: test.client }
    }
  })
  wrapper = room
  await flushPromises()
  const grid = room.get('[role=treegrid]')
  const press = async (key: string, options: KeyboardEventInit = {}): Promise<void> => {
    await grid.trigger('keydown', { key, ...options })
    await flushPromises()
  }
  const names = (): string[] => room.findAll('[data-run-id] .words').map((one) => one.text())
  const marked = (): string[] =>
    room.findAll('[role=row][aria-selected=true]').map((one) => one.attributes('data-run-id') ?? '')
  return { room, grid, press, names, marked, store, test, router }
}

async function pressUndo(key = 'z'): Promise<void> {
  const event = new KeyboardEvent('keydown', {
    key,
    ctrlKey: true,
    bubbles: true,
    cancelable: true
  })
  document.body.dispatchEvent(event)
  await flushPromises()
}

describe('the table of 1,000 runs', () => {
  it('has only the lines in sight in the page, and says how many there are', async () => {
    const { room, grid } = await mountRoom(createRuns(COUNT))
    const rows = room.findAll('[data-run-id]')
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.length).toBeLessThan(50)
    expect(grid.attributes('aria-rowcount')).toBe(String(COUNT + 1))
    expect(room.get('.count').text()).toBe('1,000')
    expect(rows[0]?.text()).toContain('0.5000')
  })

  it('follows the filter as it is typed', async () => {
    const { room, names } = await mountRoom(createRuns(COUNT))
    const field = room.get('input[role=combobox]')
    await field.setValue('"run 99"')
    expect(room.get('.count').text()).toBe('11 of 1,000')
    await field.setValue('"run 99" and optimizer = sgd')
    expect(names().slice(0, 2)).toEqual(['run 99', 'run 991'])
    expect(room.get('.count').text()).toBe('6 of 1,000')
  })

  it('offers what may come next, and takes it by keyboard', async () => {
    const { room, names } = await mountRoom(createRuns(4))
    const field = room.get('input[role=combobox]')
    await field.trigger('focus')
    expect(field.attributes('aria-expanded')).toBe('false')
    await field.setValue('optim')
    const options = room.findAll('#runs-filter-list [role=option]')
    expect(options[0]?.text()).toContain('optimizer')
    await field.trigger('keydown', { key: 'ArrowDown' })
    await field.trigger('keydown', { key: 'Enter' })
    expect((field.element as HTMLInputElement).value).toBe('optimizer ')
    await field.setValue('optimizer = sgd')
    expect(names()).toEqual(['run 1', 'run 3'])
  })

  it('keeps the lines that a filter leaves out, unseen, and shows them again', async () => {
    const { room, names } = await mountRoom(createRuns(10))
    const [first] = room.findAll('[role=rowgroup] .line')
    const table = useRunsTableStore()
    table.look({ filter: 'no such run' })
    await flushPromises()
    expect(names()).toEqual([])
    expect(first?.isVisible()).toBe(false)
    table.look({ filter: 'run 7' })
    await flushPromises()
    expect(names()).toEqual(['run 7'])
    expect(first?.element.isConnected && first.isVisible()).toBe(true)
    expect(first?.attributes('data-run-id')).toBe('run-7')
  })

  it('says what is wrong with a filter, and finds the filter by its key', async () => {
    const { room } = await mountRoom(createRuns(3))
    const event = new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    await flushPromises()
    const field = room.get('input[role=combobox]')
    expect(document.activeElement).toBe(field.element)
    await field.setValue('parameters >')
    expect(field.attributes('aria-invalid')).toBe('true')
    expect(room.get('#runs-filter-problem').text().length).toBeGreaterThan(10)
  })
})

describe('the list of what may come next', () => {
  it('waits for a letter, Ctrl+Space or ArrowDown: it stands over the heads', async () => {
    const { room } = await mountRoom(createRuns(3))
    const field = room.get('input[role=combobox]')
    const isOpen = (): boolean => field.attributes('aria-expanded') === 'true'
    await field.trigger('focus')
    expect(isOpen()).toBe(false)
    await field.trigger('keydown', { key: ' ', ctrlKey: true })
    expect(isOpen()).toBe(true)
    await field.trigger('keydown', { key: 'Escape' })
    expect(isOpen()).toBe(false)
    await field.trigger('keydown', { key: 'ArrowDown' })
    expect(isOpen()).toBe(true)
  })

  it('makes no filter longer than the settings keep, and says so', async () => {
    const { room } = await mountRoom(createRuns(3))
    const field = room.get('input[role=combobox]')
    const long = `${'name ~ run and '.repeat(133)}opt`
    await field.setValue(long)
    expect(long.length).toBeLessThanOrEqual(2000)
    await field.trigger('keydown', { key: 'ArrowDown' })
    await field.trigger('keydown', { key: 'Enter' })
    expect(room.get('#runs-filter-problem').text()).toContain('at most 2,000 letters')
    expect(useRunsTableStore().view.filter).toBe(long)
    await field.setValue('run')
    expect(room.get('#runs-filter-problem').text()).toBe('')
  })
})

describe('the keyboard', () => {
  it('moves the cursor, marks, extends, and marks all', async () => {
    const { grid, press, marked, room } = await mountRoom(createRuns(COUNT))
    await press('ArrowDown')
    expect(grid.attributes('aria-activedescendant')).toBe('runs-line-run-1')
    await press(' ')
    expect(marked()).toEqual(['run-1'])
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    expect(marked()).toEqual(['run-1', 'run-2', 'run-3'])
    await press('a', { ctrlKey: true })
    expect(room.get('[role=toolbar]').text()).toContain('1,000 runs marked')
    await press('Escape')
    expect(marked()).toEqual([])
  })

  it('opens a run in Train', async () => {
    const { press, router } = await mountRoom(createRuns(5))
    await press('ArrowDown')
    await press('Enter')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/train'))
    expect(useRunsStore().selectedId).toBe('run-1')
  })

  it('renames with F2, and takes that back', async () => {
    const { room, press, names, store } = await mountRoom(createRuns(3))
    await press('F2')
    const field = room.get('input[aria-label="Name of the run"]')
    await field.setValue('a better name')
    await field.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(names()[0]).toBe('a better name')
    expect(store.known.get('run-0')?.name).toBe('a better name')
    await pressUndo()
    expect(store.known.get('run-0')?.name).toBe('run 0')
  })

  it('draws a run in every chart, and no longer', async () => {
    const { press } = await mountRoom(createRuns(3))
    const comparison = useComparisonStore()
    await press('v')
    expect(comparison.visible.map(({ id }) => id)).toEqual(['run-0'])
    await press('v')
    expect(comparison.visible).toEqual([])
    expect(comparison.records.map(({ id }) => id)).toEqual(['run-0'])
  })
})

describe('many runs at once', () => {
  it('are archived by one key, taken back by one, and done again', async () => {
    const { room, press, names, store } = await mountRoom(createRuns(COUNT))
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    await press('Delete')
    expect(names().slice(0, 2)).toEqual(['run 3', 'run 4'])
    expect(store.mark).toHaveBeenCalledOnce()
    expect(['run-0', 'run-1', 'run-2'].map((id) => store.known.get(id)?.marks.isArchived)).toEqual([
      true,
      true,
      true
    ])
    await pressUndo()
    expect(names().slice(0, 2)).toEqual(['run 0', 'run 1'])
    expect(store.known.get('run-1')?.marks).toEqual(NO_MARKS)
    await pressUndo('y')
    expect(names()[0]).toBe('run 3')
    expect(room.text()).toContain('Archive 3')
  })

  it('that could not be changed are named, and what was changed is taken back as one', async () => {
    const markRuns = vi.fn(({ changes }: { changes: RunLabelChange[] }) => ({
      records: changes
        .filter(({ runId }) => runId !== 'run-1')
        .map(({ runId, ...change }) => ({ ...createRun({ id: runId }), ...change }) as RunRecord),
      failures: changes
        .filter(({ runId }) => runId === 'run-1')
        .map(({ runId }) => ({ runId, name: 'run 1', reason: 'The disk is full.' }))
    }))
    const { press } = await mountRoom(createRuns(3), { markRuns })
    await press('a', { ctrlKey: true })
    await press('s')
    const [message] = useMessagesStore().messages
    expect(message?.text).toBe('1 of 3 runs could not be changed. “run 1”: The disk is full.')
    const isStarred = (id: string): boolean | undefined => useRunsStore().get(id)?.marks.isStarred
    expect(['run-0', 'run-1', 'run-2'].map(isStarred)).toEqual([true, false, true])
    await pressUndo()
    expect(markRuns.mock.calls[1]?.[0].changes.map(({ runId }) => runId)).toEqual([
      'run-0',
      'run-2'
    ])
    expect(['run-0', 'run-1', 'run-2'].map(isStarred)).toEqual([false, false, false])
  })

  it('are shown in every chart by one write of the settings', async () => {
    const updateSettings = vi.fn()
    const { press } = await mountRoom(createRuns(20), { updateSettings })
    await press('a', { ctrlKey: true })
    await press('v')
    expect(useComparisonStore().visible).toHaveLength(20)
    expect(updateSettings).toHaveBeenCalledOnce()
  })

  it('leave as files into one folder, and those that could not are named', async () => {
    const exportRuns = vi.fn(() => ({
      folderName: 'out',
      writtenCount: 2,
      failures: [{ runId: 'run-1', name: 'run 1', reason: '"run 1" has recorded nothing yet.' }],
      isCancelled: false
    }))
    const { room, press } = await mountRoom(createRuns(3), { exportRuns })
    await press('a', { ctrlKey: true })
    const trigger = room.findAll('button').find((one) => one.text() === 'Export…')
    await trigger?.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(document.querySelector('[role=menuitem]')).not.toBeNull())
    const items = Array.from(document.querySelectorAll<HTMLElement>('[role=menuitem]'))
    items.find(({ textContent }) => textContent?.trim() === 'CSV…')?.click()
    await vi.waitFor(() => expect(useMessagesStore().messages).toHaveLength(2))
    expect(exportRuns.mock.calls[0]).toEqual([
      { runIds: ['run-0', 'run-1', 'run-2'], format: 'csv', options: { withWeights: false } },
      undefined
    ])
    expect(useMessagesStore().messages.map(({ text }) => text)).toEqual([
      'Exported 2 runs to out.',
      '1 of 3 runs could not be exported. “run 1”: "run 1" has recorded nothing yet.'
    ])
  })

  it('are as they were when main refuses', async () => {
    const markRuns = vi.fn(() => {
      throw new Error('The disk is full.')
    })
    const { press, names } = await mountRoom(createRuns(3), { markRuns })
    await press('Delete')
    expect(names()).toEqual(['run 0', 'run 1', 'run 2'])
    await pressUndo()
    expect(markRuns).toHaveBeenCalledOnce()
  })

  it('are deleted only from the archive, after a question', async () => {
    const archived = createRuns(2).map((run) => ({
      ...run,
      marks: { ...NO_MARKS, isArchived: true }
    }))
    const discardRuns = vi.fn()
    const { press } = await mountRoom(archived, { discardRuns })
    useRunsTableStore().look({ isArchive: true })
    await flushPromises()
    await press('a', { ctrlKey: true })
    await press('Delete')
    const dialog = document.querySelector('[role=alertdialog]')
    expect(dialog?.textContent).toContain('2 runs')
    expect(discardRuns).not.toHaveBeenCalled()
    const buttons = Array.from(dialog?.querySelectorAll('button') ?? [])
    buttons.find(({ textContent }) => textContent?.trim() === 'Delete')?.click()
    await vi.waitFor(() => expect(discardRuns).toHaveBeenCalledOnce())
    expect(discardRuns.mock.calls[0]?.[0]).toEqual({ runIds: ['run-0', 'run-1'] })
  })
})

describe('the menu of a run', () => {
  const choose = async (label: string): Promise<void> => {
    const find = () =>
      Array.from(document.querySelectorAll<HTMLElement>('[role=menuitem]')).find(
        ({ textContent }) => textContent?.startsWith(label)
      )
    await vi.waitFor(() => expect(find()).toBeDefined())
    find()?.click()
    await flushPromises()
  }
  const archived = (known: ReadonlyMap<string, RunRecord>): string[] =>
    [...known.values()].filter(({ marks }) => marks.isArchived).map(({ id }) => id)

  it('is about that run alone when others are marked', async () => {
    const { room, press, marked, store } = await mountRoom(createRuns(4))
    await press('ArrowDown', { shiftKey: true })
    expect(marked()).toEqual(['run-0', 'run-1'])
    await room.get('[data-run-id=run-2]').trigger('contextmenu', { button: 2 })
    await choose('Archive')
    expect(archived(store.known)).toEqual(['run-2'])
  })

  it('is about all that are marked when it is one of them, and renames the one under the pointer', async () => {
    const { room, press, store } = await mountRoom(createRuns(4))
    await press('ArrowDown', { shiftKey: true })
    await room.get('[data-run-id=run-0]').trigger('contextmenu', { button: 2 })
    await choose('Rename')
    const field = room.get('input[aria-label="Name of the run"]').element as HTMLInputElement
    expect(field.value).toBe('run 0')
    await room.get('input[aria-label="Name of the run"]').trigger('keydown', { key: 'Escape' })
    await flushPromises()
    await room.get('[data-run-id=run-0]').trigger('contextmenu', { button: 2 })
    await choose('Archive')
    expect(archived(store.known)).toEqual(['run-0', 'run-1'])
  })

  it('opens by the key for the run of the cursor, not by the pointer below the rows', async () => {
    const { grid } = await mountRoom(createRuns(2))
    await grid.trigger('contextmenu', { button: 2 })
    await flushPromises()
    expect(document.querySelector('[role=menu]')).toBeNull()
    await grid.trigger('contextmenu')
    await vi.waitFor(() => expect(document.querySelector('[role=menu]')).not.toBeNull())
  })
})

describe('order and groups', () => {
  it('sorts by several columns with Shift', async () => {
    const { room, names } = await mountRoom(createRuns(7))
    await room.get('[data-column=parameters]').trigger('click')
    await room.get('[data-column=duration]').trigger('click', { shiftKey: true })
    expect(names()).toEqual(['run 5', 'run 2', 'run 4', 'run 1', 'run 6', 'run 3', 'run 0'])
    await room.get('[data-column=duration]').trigger('click', { shiftKey: true })
    expect(names()).toEqual(['run 2', 'run 5', 'run 1', 'run 4', 'run 0', 'run 3', 'run 6'])
  })

  it('groups by a setting, with mean and deviation, and folds', async () => {
    const { room, names, press } = await mountRoom(createRuns(4))
    useRunsTableStore().look({ groupBy: 'training.optimizer.kind' })
    await flushPromises()
    const heads = room.findAll('[role=row][aria-expanded]')
    expect(heads.map((head) => head.text())).toEqual([
      expect.stringContaining('adam'),
      expect.stringContaining('sgd')
    ])
    // adam: 0.50 and 0.52; the sample deviation of two values is their distance over the root of 2.
    expect(heads[0]?.text()).toContain('0.5100 ±0.0141')
    expect(names()).toEqual(['run 0', 'run 2', 'run 1', 'run 3'])
    await press('ArrowLeft')
    expect(names()).toEqual(['run 1', 'run 3'])
  })

  it('shows a run under the one it goes on from, with the step', async () => {
    const [parent, other] = createRuns(2) as [RunRecord, RunRecord]
    const origin = { runId: parent.id, step: 630, epochsDone: 2 }
    const child = createRun({ id: 'run-9', name: 'child', createdAt: 1, origin })
    const { room, names } = await mountRoom([parent, other, child])
    expect(names()).toEqual(['run 0', 'run 1', 'child'])
    useRunsTableStore().look({ isTree: true })
    await flushPromises()
    expect(names()).toEqual(['run 0', 'child', 'run 1'])
    const row = room.get('[data-run-id=run-9]')
    expect(row.attributes('aria-level')).toBe('2')
    expect(row.text()).toContain('from step 630')
  })
})

describe('the head of a column', () => {
  const openFilter = async (room: VueWrapper, key: string): Promise<HTMLElement> => {
    await room.get(`[role=columnheader]:has([data-column="${key}"])`).trigger('contextmenu')
    await flushPromises()
    const items = Array.from(document.querySelectorAll<HTMLElement>('[role=menuitem]'))
    items.find(({ textContent }) => textContent?.includes('Filter'))?.click()
    const find = () => document.querySelector<HTMLElement>('[role=dialog][aria-label^="Filter by"]')
    await vi.waitFor(() => expect(find()).not.toBeNull())
    return find() as HTMLElement
  }
  const type = async (input: HTMLInputElement | undefined, text: string): Promise<void> => {
    if (!input) throw new Error('No such field.')
    input.value = text
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
  }

  it('makes the column wider by keys, remembers it, and makes it what it was', async () => {
    const { room } = await mountRoom(createRuns(3))
    const table = useRunsTableStore()
    const head = room.get('[data-column=duration]')
    const cell = (): string =>
      room.get('[role=columnheader]:has([data-column=duration])').attributes('style') ?? ''
    const before = cell()
    await head.trigger('keydown', { key: 'ArrowRight', altKey: true, shiftKey: true })
    expect(table.view.widths).toEqual({ duration: 140 })
    expect(cell()).toContain('width: 140px')
    table.saveView('wide')
    table.reset()
    await flushPromises()
    expect(cell()).toBe(before)
    table.openView('wide')
    await flushPromises()
    expect(cell()).toContain('width: 140px')
    await room.get('[role=columnheader]:has([data-column=duration])').trigger('contextmenu')
    await flushPromises()
    const items = Array.from(document.querySelectorAll<HTMLElement>('[role=menuitem]'))
    items.find(({ textContent }) => textContent?.includes('As wide as at first'))?.click()
    await flushPromises()
    expect(table.view.widths).toEqual({})
  })

  it('keeps what is pinned behind a wider name beside it', async () => {
    const { room } = await mountRoom(createRuns(3))
    const table = useRunsTableStore()
    table.look({ columns: [{ key: 'duration', isPinned: true }], widths: { name: 400 } })
    await flushPromises()
    const head = room.get('[role=columnheader]:has([data-column=duration])')
    expect(head.attributes('style')).toContain('left: 400px')
  })

  it('filters numbers from least to greatest, in the text of the filter', async () => {
    const { room, names } = await mountRoom(createRuns(10))
    useRunsTableStore().look({ filter: 'optimizer = adam' })
    const dialog = await openFilter(room, 'accuracy')
    const [least, most] = Array.from(dialog.querySelectorAll('input'))
    expect([least?.placeholder, most?.placeholder]).toEqual(['0.5000', '0.5900'])
    await type(least, '0.52')
    await type(most, '0.56')
    expect(useRunsTableStore().view.filter).toBe(
      'optimizer = adam and accuracy >= 0.52 and accuracy <= 0.56'
    )
    expect(names()).toEqual(['run 2', 'run 4', 'run 6'])
    expect(room.find('[aria-label="Filter of Accuracy"]').exists()).toBe(true)
    Array.from(dialog.querySelectorAll('button')).at(-1)?.click()
    await flushPromises()
    expect(useRunsTableStore().view.filter).toBe('optimizer = adam')
    expect(room.find('[aria-label="Filter of Accuracy"]').exists()).toBe(false)
  })

  it('filters by values that are ticked, with the runs that have each', async () => {
    const { room, names } = await mountRoom(createRuns(5))
    useRunsTableStore().look({ columns: [{ key: 'optimizer', isPinned: false }] })
    await flushPromises()
    const dialog = await openFilter(room, 'optimizer')
    const boxes = Array.from(dialog.querySelectorAll<HTMLElement>('[role=checkbox]'))
    expect(boxes.map(({ textContent }) => textContent?.replace(/\s/g, ''))).toEqual([
      'adam3',
      'sgd2'
    ])
    boxes[1]?.click()
    await flushPromises()
    expect(useRunsTableStore().view.filter).toBe('optimizer = sgd')
    expect(names()).toEqual(['run 1', 'run 3'])
    expect(boxes[1]?.getAttribute('aria-checked')).toBe('true')
    boxes[0]?.click()
    await flushPromises()
    expect(useRunsTableStore().view.filter).toBe('optimizer = sgd or optimizer = adam')
    boxes[1]?.click()
    boxes[0]?.click()
    await flushPromises()
    expect(useRunsTableStore().view.filter).toBe('')
  })

  it('filters by what is empty, as the data set of runs of other programs', async () => {
    const runs = createRuns(3).map((run, index) => (index === 1 ? { ...run, datasetId: '' } : run))
    const { room, names } = await mountRoom(runs)
    useRunsTableStore().look({ columns: [{ key: 'dataset', isPinned: false }] })
    await flushPromises()
    const dialog = await openFilter(room, 'dataset')
    const boxes = Array.from(dialog.querySelectorAll<HTMLElement>('[role=checkbox]'))
    expect(boxes.map(({ textContent }) => textContent?.replace(/\s/g, ''))).toEqual([
      'mnist2',
      'none1'
    ])
    boxes[1]?.click()
    await flushPromises()
    expect(useRunsTableStore().view.filter).toBe('dataset = ""')
    expect(names()).toEqual(['run 1'])
    boxes[0]?.click()
    await flushPromises()
    expect(useRunsTableStore().view.filter).toBe('dataset = "" or dataset = mnist')
    expect(names()).toEqual(['run 0', 'run 1', 'run 2'])
  })

  it.each(['parameters', 'msPerStep', 'created'])(
    'takes the extremes of %s as it shows them',
    async (key) => {
      const { room, names } = await mountRoom(
        createRuns(3).map((run) => ({ ...run, parameters: 558_186, createdAt: 1_764_081_000_000 }))
      )
      useRunsTableStore().look({ columns: [{ key, isPinned: false }] })
      await flushPromises()
      const dialog = await openFilter(room, key)
      const [least, most] = Array.from(dialog.querySelectorAll('input'))
      await type(least, least?.placeholder ?? '')
      await type(most, most?.placeholder ?? '')
      expect(least?.placeholder).toMatch(/^558,186$|^4.2 ms$|^\d{4}-\d\d-\d\d \d\d:\d\d$/)
      expect(dialog.querySelector('.problem')).toBeNull()
      expect(useRunsTableStore().view.filter).toContain(' and ')
      expect(names()).toHaveLength(3)
      await type(least, most?.placeholder.replace(/^\d/, '9') ?? '')
      expect(names()).toEqual([])
    }
  )

  it('leaves a filter alone that it cannot read', async () => {
    const { room } = await mountRoom(createRuns(5))
    useRunsTableStore().look({ filter: 'optimizer =' })
    const dialog = await openFilter(room, 'accuracy')
    expect(dialog.textContent).toContain('Mend or clear it first')
    expect(dialog.querySelector('input')).toBeNull()
  })
})

describe('runs of one name', () => {
  it('are told apart by what differs, are named so, and that is taken back', async () => {
    const namesakes = createRuns(3).map((run) => ({
      ...run,
      name: run.id === 'run-2' ? 'other' : 'cnn'
    }))
    const { room, press, names } = await mountRoom(namesakes)
    const differences = (): string[] => room.findAll('.difference').map((one) => one.text())
    expect(differences()).toEqual(['· adam', '· sgd'])
    await press('a', { ctrlKey: true })
    const button = room.findAll('button').find((one) => one.text() === 'Name after what differs')
    await button?.trigger('click')
    await flushPromises()
    expect(names()).toEqual(['cnn · adam', 'cnn · sgd', 'other'])
    expect(differences()).toEqual([])
    await pressUndo()
    expect(names()).toEqual(['cnn', 'cnn', 'other'])
  })
})

describe('runs of one name that cannot be told apart in short', () => {
  const ids = ['run-0', 'run-1', 'run-2']
  const nameAll = async (name: string, configs: readonly RunFacts['config'][]) => {
    const runs = createRuns(3).map((run) => ({ ...run, name }))
    const { room, press, store } = await mountRoom(runs, {
      getRunFacts: ({ runIds }) =>
        runs
          .filter(({ id }) => runIds.includes(id))
          .map((run) => ({ ...createFacts(run), config: configs[ids.indexOf(run.id)] ?? {} }))
    })
    await press('a', { ctrlKey: true })
    const button = room.findAll('button').find((one) => one.text() === 'Name after what differs')
    await button?.trigger('click')
    await flushPromises()
    return ids.map((id) => store.known.get(id)?.name ?? '')
  }

  it('are counted', async () => {
    const configs = [1, 1, 2].map((seed) => ({ 'training.seed': seed }))
    expect(await nameAll('cnn', configs)).toEqual([
      'cnn · seed 1',
      'cnn · seed 1 (2)',
      'cnn · seed 2'
    ])
  })

  it('are counted within the longest name', async () => {
    const configs = [1, 2, 3].map((seed) => ({ 'training.seed': seed }))
    const names = await nameAll('n'.repeat(120), configs)
    expect(new Set(names).size).toBe(3)
    expect(names.every(({ length }) => length <= 120)).toBe(true)
  })
})

describe('a value of the training pictures among those of the validation', () => {
  it('says so in its cell, and is sorted among them', async () => {
    const runs = createRuns(2)
    const { room, names } = await mountRoom(runs, {
      getRunFacts: ({ runIds }) =>
        runs
          .filter(({ id }) => runIds.includes(id))
          .map((run) => {
            const { metrics, ...facts } = createFacts(run)
            const best = metrics['validation/accuracy']
            const ofTraining = best ? { 'train/accuracy': { ...best, best: 0.9 } } : {}
            return { ...facts, metrics: run.id === 'run-1' ? ofTraining : metrics }
          })
    })
    const cell = (id: string) =>
      room.findAll(`[data-run-id=${id}] .mono`).find((one) => /0\.[59]000/.test(one.text()))
    expect(cell('run-0')?.text()).toBe('0.5000')
    expect(cell('run-0')?.classes()).not.toContain('training')
    expect(cell('run-1')?.text()).toBe('train 0.9000')
    expect(cell('run-1')?.classes()).toContain('training')
    expect(cell('run-1')?.attributes('title')).toContain('0.9000 of the training pictures')
    await room.get('[data-column=accuracy]').trigger('click')
    expect(names()).toEqual(['run 1', 'run 0'])
  })
})

describe('how the table is looked at', () => {
  it('is kept in the settings under a name, and opened again', async () => {
    const updateSettings = vi.fn()
    const { room } = await mountRoom(createRuns(3), { updateSettings })
    const table = useRunsTableStore()
    table.look({ filter: 'run 1' })
    table.saveView('only one')
    table.reset()
    expect(table.view).toEqual(DEFAULT_RUNS_VIEW)
    table.openView('only one')
    expect(table.view.filter).toBe('run 1')
    await flushPromises()
    expect(room.get('.count').text()).toBe('1 of 3')
    await vi.waitFor(() => expect(updateSettings).toHaveBeenCalled())
    const [patch] = updateSettings.mock.calls[0] as [{ runsTable: { views: unknown[] } }]
    expect(patch.runsTable).toMatchObject({
      view: { filter: 'run 1' },
      views: [{ name: 'only one' }]
    })
  })
})
